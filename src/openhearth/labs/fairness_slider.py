"""Lesson E3: the identity of false alarms under four sliders, as a piece of HTML that asks nobody for anything.

Without JavaScript it shows the numbers it was made with.
"""

import itertools
from string import Template

from openhearth.labs.fairness import FairnessError, forced_false_alarms

_SLIDERS = (
    ("a", "group A: wrong applications", 1, 60),
    ("b", "group B: wrong applications", 1, 60),
    ("p", "both: of the reviewed, how many were wrong", 5, 100),
    ("m", "both: of the wrong, how many are missed", 0, 100),
)
_MADE = itertools.count(1)

_PAGE = Template("""\
<div class="oh-seesaw" id="$id" style="border:1px solid var(--oh-line,#d9d3c7);border-radius:8px;padding:.6rem 1rem;max-width:42rem">
<style>.oh-seesaw label{display:grid;grid-template-columns:minmax(9rem,19rem) 1fr 3.2em;gap:.2rem .8rem;align-items:center;margin:.3rem 0}
.oh-seesaw input{width:100%;min-width:5rem;accent-color:var(--oh-ember,#b3400e)}.oh-seesaw output{text-align:end;font-variant-numeric:tabular-nums}
.oh-seesaw .bar{display:grid;grid-template-columns:5.5rem 1fr;gap:.8rem;align-items:center;margin:.3rem 0}
.oh-seesaw .bar i{display:block;height:1.3rem;border-radius:3px;min-width:1px}.oh-seesaw p{margin:.5rem 0}</style>
$sliders
<p><strong>Of those with nothing wrong, reviewed all the same:</strong></p>
<div class="bar"><span>group A</span><span><i class="a" style="width:$width_a%;background:var(--oh-sea,#0b6b77)"></i></span></div>
<div class="bar"><span>group B</span><span><i class="b" style="width:$width_b%;background:var(--oh-ember,#b3400e)"></i></span></div>
<p class="said" aria-live="polite">$said</p>
<noscript><p>The sliders need JavaScript. Change the numbers in the cell instead.</p></noscript>
<script>(function(){var box=document.getElementById("$id");function each(n){return box.querySelector("input[name="+n+"]")}
function forced(w,p,m){return w/(1-w)*(1-p)/p*(1-m)}
function draw(){var v={};["a","b","p","m"].forEach(function(n){v[n]=each(n).value/100;each(n).parentNode.querySelector("output").textContent=each(n).value+" %"});
var f={a:forced(v.a,v.p,v.m),b:forced(v.b,v.p,v.m)};["a","b"].forEach(function(n){box.querySelector("i."+n).style.width=Math.min(100,100*f[n])+"%"});
var said=function(x){return x>1?"impossible":(100*x).toFixed(1)+" %"};
box.querySelector(".said").textContent="A "+said(f.a)+", B "+said(f.b)+(f.a>1||f.b>1?": no decision has these numbers at once.":f.a===f.b?": equal.":f.a>f.b?": "+(f.a/f.b).toFixed(1)+" times as many in A.":": "+(f.b/f.a).toFixed(1)+" times as many in B.")}
["a","b","p","m"].forEach(function(n){each(n).addEventListener("input",draw)});draw()})();</script></div>""")


def slider(a: float, b: float, precision: float, missed: float) -> str:
    """HTML with four sliders, set to these numbers (each from 0 to 1), and the false alarms that follow for A and B.

    Raises:
        FairnessError: a number is out of range, or no decision has these numbers at once.
    """
    forced_a, forced_b = (forced_false_alarms(each, precision, missed) for each in (a, b))
    given = {"a": a, "b": b, "p": precision, "m": missed}
    for key, label, low, high in _SLIDERS:
        if not low <= round(100 * given[key]) <= high:
            raise FairnessError(f"{label}: give {low / 100:.2f} to {high / 100:.2f}")
    rows = (
        f'<label><span>{label}</span><input type="range" name="{key}" min="{low}" max="{high}" '
        f'value="{round(100 * given[key])}"><output>{round(100 * given[key])} %</output></label>'
        for key, label, low, high in _SLIDERS
    )
    return _PAGE.substitute(
        id=f"oh-seesaw-{next(_MADE)}",
        sliders="".join(rows),
        width_a=f"{100 * forced_a:.1f}",
        width_b=f"{100 * forced_b:.1f}",
        said=f"A {forced_a:.1%}, B {forced_b:.1%}".replace("%", " %"),
    )
