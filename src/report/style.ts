/** Paper first: two A4 sheets that read in grey; on a screen the same sheets with the queries below them. */
export const STYLE = `
@page { size: A4; margin: 0; }
* { box-sizing: border-box; }
body { margin: 0; font: 9.25pt/1.35 system-ui, sans-serif; color: #191b1e; font-variant-numeric: tabular-nums; background: #f3f3ef; }
.sheet { width: 210mm; min-height: 297mm; padding: 14mm 15mm 16mm; position: relative; background: #fff; margin: 8mm auto; overflow-wrap: break-word; }
header { display: flex; justify-content: space-between; border-bottom: 1px solid #84898f; padding-bottom: 2mm; }
header p { margin: 0; color: #474d55; } .right { text-align: right; }
h1 { font-size: 15pt; margin: 0; } h2 { font-size: 10.5pt; margin: 4.2mm 0 1mm; }
.keys { display: flex; justify-content: space-between; gap: 6mm; margin: 3mm 0 2mm; } .keys b { display: block; white-space: nowrap; font-size: 14pt; line-height: 1.1; } .keys span { font-size: 8pt; color: #474d55; }
.lead { font-size: 10.5pt; margin: 1mm 0 0; } p { margin: 0 0 1mm; } .small { font-size: 8pt; color: #474d55; }
table { width: 100%; border-collapse: collapse; font-size: 8.75pt; } th { font-weight: 400; text-align: left; } thead th { color: #474d55; font-size: 8pt; border-bottom: 1px solid #84898f; vertical-align: bottom; }
td, tbody th { border-bottom: 1px solid #e3e3de; padding: .55mm 2mm .55mm 0; vertical-align: top; } .num { text-align: right; padding-right: 1mm; white-space: nowrap; } .faint { color: #626972; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 8mm; align-items: start; } figure { margin: 1mm 0 0; } svg { width: 100%; height: auto; display: block; } svg text { font-size: 9px; fill: #474d55; }
.n { color: inherit; text-decoration: none; } code { font: 8pt ui-monospace, monospace; }
.hatch { background: repeating-linear-gradient(135deg, #fff 0 2px, #cfd2d6 2px 3px); padding: 0 2mm; border: 1px solid #84898f; }
.sheet > footer { position: absolute; left: 15mm; right: 15mm; bottom: 8mm; display: flex; justify-content: space-between; font-size: 8pt; color: #626972; border-top: 1px solid #e3e3de; padding-top: 1mm; }
.notes h2 { font-size: 8pt; margin: 2mm 0 0; } .notes p { font-size: 7pt; line-height: 1.25; color: #474d55; } .notes code { font-size: 6.5pt; } .notes span { margin-right: 2mm; } sup { font-size: 6.5pt; font-weight: 400; line-height: 0; color: #474d55; }
.dense h2 { margin: 3.2mm 0 .8mm; } .dense .notes h2 { margin: 1.5mm 0 0; } .tight td { white-space: nowrap; } .ledger span { display: inline-block; margin-right: 4mm; } .ledger { font-size: 8.75pt; }
@media screen { .n:hover, .n:focus { text-decoration: underline; } :target { background: #ececf8; } }
@media print { body { background: #fff; } .sheet { margin: 0; break-after: page; } .sheet:last-of-type { break-after: auto; } }
`;
