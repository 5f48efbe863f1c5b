"""The little that the theme in .streamlit/config.toml cannot say."""

from __future__ import annotations

from typing import Final

import streamlit as st

# Here and not beside each picture: a style that comes and goes with a picture makes the browser lay out the whole
# page again. light-dark() follows the app's own theme, for Streamlit sets color-scheme on the page.
#
# Date segments are 18 by 20 px as shipped; WCAG 2.5.8 asks for 24. The rest: links of a list that leads to other
# entries of the same page are not "the current page", and headings inside a bordered card need less air above.
STYLE: Final = """
<style>
.stDateInput [role=spinbutton] { min-width: 24px; min-height: 24px; display: inline-block; text-align: center; }
[class*="st-key-list_"] [data-testid="stPageLink-NavLink"] { background: transparent; padding-left: 0; }
[class*="st-key-list_"] [data-testid="stPageLink-NavLink"]:is(:hover, :focus-visible) { text-decoration: underline; }
[class*="st-key-list_"] [data-testid="stPageLink-NavLink"] p { font-weight: 400; white-space: normal;
  font-size: 1rem; line-height: 1.4; padding: 3px 0; }
[class*="st-key-list_"] [data-testid="stPageLink-NavLink"] span { overflow: visible; }
[class*="st-key-card_rule_"] [data-testid="stPageLink-NavLink"] p { white-space: normal; }
[class*="st-key-card_"] h2, [class*="st-key-card_"] h3 { padding-top: 0; }
@media (max-width: 420px) {
  .stMarkdown :is(th, td) { padding: 4px 6px; overflow-wrap: anywhere; }
  .stMarkdown td[style*="right"] { white-space: nowrap; }
  :is([class*="st-key-case_"], [class*="st-key-measures_"]) :is(th, td) { overflow-wrap: break-word; }
}
@media print {
  header, [class*="st-key-noprint"], .stButton, .stDownloadButton, .stFileUploader { display: none !important; }
}
/* A chart's title is text on the page; the picture's own, which a saved picture needs, lies unseen beneath it. */
[class*="st-key-figure_"] .gtitle { visibility: hidden; }
[class*="st-key-figure_"] .stMarkdown { position: relative; z-index: 1; }
[class*="st-key-figure_"] .stMarkdown p { font-family: 'Lesson Serif', Georgia, serif; font-size: 1.0625rem;
  line-height: 1.35; padding-right: 2.5rem; }
[class*="st-key-figure_"] > [data-testid="stElementContainer"]:has(.stPlotlyChart) { margin-top: -44px; }
ol.uw-flow, .uw-flow ul { list-style: none; margin: 0 !important; padding: 0 !important; color: inherit; }
.uw-flow > li { margin: 0 0 12px !important; } .uw-flow b { font-weight: 600; }
.uw-flow ul li { margin: 3px 0 !important; display: grid; grid-template-columns: 8.5rem 1fr 6.5rem; gap: 8px;
  align-items: center; font-size: 0.92rem; }
.uw-flow li > i { height: 14px; display: block; border-radius: 4px; background: light-dark(#eeeae0, #232c2a); }
.uw-flow li > i > i { height: 14px; display: block; border-radius: 4px; min-width: 2px; }
.uw-flow span:last-child { text-align: right; font-variant-numeric: tabular-nums; }
.uw-well { background: light-dark(#0b6b6b, #3fb5ab); } .uw-asks { background: light-dark(#b4560a, #e59a4f); }
.uw-waits { background: light-dark(#7b8683, #8b9794); }
@media (max-width: 560px) { [class*="st-key-wideonly_"] { display: none; } }
ul.uw-score { list-style: none; margin: 0 !important; padding: 0 !important; display: flex;
  flex-wrap: wrap; gap: 8px; color: inherit; }
.uw-score li { margin: 0 !important; padding: 6px 11px; border-radius: 8px; min-width: 5.4rem; font-size: 0.9rem;
  border: 1px solid light-dark(#d8d2c4, #39423f); border-top-width: 4px; }
.uw-score b { display: block; font-size: 1.6rem; line-height: 1.2; font-weight: 600; }
.uw-score .uw-red { border-top-color: light-dark(#b3261e, #f2938c); }
.uw-score .uw-orange { border-top-color: light-dark(#b4560a, #eda45c); }
.uw-score .uw-green { border-top-color: light-dark(#2f7d4f, #7cc79a); }
.uw-score .uw-gray { border-top-color: light-dark(#4b5856, #a5b1ae); }
ol.uw-cycle { list-style: none; margin: 0 !important; padding: 0 !important; counter-reset: step; color: inherit;
  display: grid; grid-template-columns: repeat(auto-fill, minmax(8.6rem, 1fr)); gap: 10px; }
.uw-cycle li { margin: 0 !important; padding: 8px 10px; border-radius: 8px; counter-increment: step; position: relative;
  font-size: 0.95rem; line-height: 1.3; border: 1.5px solid light-dark(#d8d2c4, #39423f); }
.uw-cycle li b { font-weight: 600; } .uw-cycle li b::before { content: counter(step) ". "; }
.uw-cycle li:not(:last-child)::after { content: "→" / ""; position: absolute; right: 10px; top: 8px; }
.uw-cycle .uw-on { border-color: light-dark(#0b6b6b, #3fb5ab); background: light-dark(#e3f0ee, #123532); }
.uw-cycle .uw-back { display: block; font-size: 0.82rem; margin-top: 4px; padding-top: 4px;
  border-top: 1px dashed light-dark(#b4560a, #eda45c); }
.uw-cycle .uw-back::before { content: "↩ " / ""; }
.uw-cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: 1rem;
  color: inherit; }
.uw-cards section { border: 1px solid light-dark(#d8d2c4, #39423f); border-radius: 0.5rem; padding: calc(1rem - 1px); }
.uw-cards p, .uw-text p { margin: 0 0 1rem; } .uw-cards p:last-child { margin: 0; }
.uw-cards b, .uw-text b, .uw-step b { font-weight: 600; }
.uw-cards .uw-name { font-size: 0.875rem; margin: 0; } .uw-cards .uw-value { font-size: 2.25rem; line-height: 1.2; }
.uw-small { font-size: 0.875rem; line-height: 1.6; }
.uw-badge { font-size: 0.875rem; border-radius: 0.25rem; padding: 2px 4px; white-space: nowrap; }
.uw-badge.uw-orange { background: light-dark(#fbeedb, #38260f); color: light-dark(#7a3a05, #f2c08c); }
.uw-badge.uw-blue { background: light-dark(#e3f0ee, #12302d); color: light-dark(#0a5252, #8fdad4); }
.uw-step { margin: 0 0 1rem; }
.uw-text h2 { font-family: 'Lesson Serif', Georgia, serif; font-weight: 600; font-size: 1.5rem; }
.uw-minutes { display: grid; gap: 14px; color: inherit; font-size: 0.95rem; line-height: 1.35; }
.uw-row { display: grid; grid-template-columns: minmax(7.5rem, 11rem) 1fr auto; gap: 4px 14px; align-items: center; }
.uw-name b { font-weight: 600; } .uw-name span { display: block; font-size: 0.82rem; opacity: 0.85; }
.uw-bar { display: flex; flex-wrap: wrap; gap: 4px; }
.uw-block { width: 45px; height: 30px; border-radius: 4px; box-sizing: border-box; position: relative;
  overflow: hidden; border: 1.5px solid light-dark(#0b6b6b, #3fb5ab); display: grid; place-items: center;
  font-size: 0.8rem; font-variant-numeric: tabular-nums; }
.uw-full { background: light-dark(#0b6b6b, #3fb5ab); color: light-dark(#fffdf9, #0c1413); font-weight: 600; }
.uw-part { border-style: dashed; }
.uw-part i { position: absolute; left: 0; top: 0; bottom: 0;
  background: repeating-linear-gradient(135deg,
    light-dark(#b9d8d4, #1f5551) 0 4px, light-dark(#d7e8e5, #18403d) 4px 8px); }
.uw-part u { position: relative; text-decoration: none; font-weight: 600; }
.uw-earned { border-style: solid; border-width: 2px; }
.uw-units { font-weight: 600; white-space: nowrap; min-width: 4.2rem; text-align: right; }
.uw-pool { border-top: 1px solid light-dark(#d8d2c4, #39423f); padding-top: 10px; }
.uw-who span { display: block; text-align: center; font-size: 0.78rem; min-height: 1.1rem; }
.uw-share { display: flex; min-width: 62px; height: 30px; border-radius: 4px; overflow: hidden; font-size: 0.8rem;
  font-variant-numeric: tabular-nums; font-weight: 600; box-sizing: border-box; place-content: center; }
.uw-share > div { display: grid; place-items: center; padding: 0 5px; }
.uw-lead { background: light-dark(#0b6b6b, #3fb5ab); color: light-dark(#fffdf9, #0c1413); }
.uw-help { background: light-dark(#d9d3c4, #55615d); color: inherit; }
.uw-share.uw-lost > div { background: transparent; color: inherit; }
.uw-share.uw-lost, i.uw-lost { border: 1.5px dashed light-dark(#4b5856, #a9b5b2); }
.uw-walk { min-height: 96px; align-content: start; }
.uw-says { margin: 1rem 0 0 !important; }
.uw-raw { height: 30px; border-radius: 4px; max-width: 100%; background: light-dark(#b9d8d4, #1f5551); }
.uw-total { position: relative; padding-bottom: 24px; }
.uw-line { display: flex; height: 34px; border: 1.5px solid light-dark(#0b6b6b, #3fb5ab); border-radius: 4px;
  box-sizing: border-box; overflow: hidden; }
.uw-line > div { background: light-dark(#b9d8d4, #1f5551); overflow: hidden; box-sizing: border-box;
  border-right: 1.5px solid light-dark(#fffdf9, #111716); }
.uw-line span { font-size: 0.78rem; padding: 7px 4px; display: block; }
.uw-total > i { position: absolute; top: 0; height: 40px; border-left: 2px dashed light-dark(#4b5856, #a9b5b2); }
.uw-total > i.uw-reached { border-left: 2px solid light-dark(#0b1918, #ecf1ef); }
.uw-total u { position: absolute; top: 40px; left: -8px; font-style: normal; text-decoration: none;
  font-size: 0.8rem; font-variant-numeric: tabular-nums; }
.uw-pay { display: flex; height: 22px; }
.uw-pay > div { background: light-dark(#0b6b6b, #3fb5ab); border-radius: 4px 0 0 4px; box-sizing: border-box; }
.uw-pay > .uw-cut { background: transparent; border: 1.5px dashed light-dark(#4b5856, #a9b5b2); border-left: 0;
  border-radius: 0 4px 4px 0; }
.uw-money small { display: block; font-weight: 400; font-size: 0.82rem; }
.uw-legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 0.82rem; }
.uw-legend span { display: flex; align-items: center; gap: 6px; }
.uw-legend i { width: 18px; height: 12px; border-radius: 3px; box-sizing: border-box; }
@media (max-width: 560px) {
  [class*="_wide_"] > [data-testid="stElementContainer"]:first-child { min-width: 100%; }
  .uw-row { grid-template-columns: 1fr auto; }
  .uw-row > :is(.uw-bar, .uw-pay) { grid-column: 1 / -1; grid-row: 2; }
}
</style>
"""


def apply() -> None:
    """Add the style to the page."""
    st.html(STYLE)
