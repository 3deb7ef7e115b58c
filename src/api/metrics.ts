/** One number, or one for each of a few things, for whoever watches the server. */
export interface Metric {
  /** Without the leading `farmwatch_`. */
  readonly name: string;
  readonly help: string;
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

/** Names come from records; so many of them are told apart. */
const MOST_VALUES = 200;

/** Metrics in the text format of Prometheus; one without values is left out. */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics.filter(({ values }) => values.length > 0).flatMap(({ name, help, values }) => [
    `# HELP farmwatch_${name} ${help}`, `# TYPE farmwatch_${name} gauge`,
    ...values.slice(0, MOST_VALUES).map(({ labels, value }) => `farmwatch_${name}${labelsText(labels)} ${value}`),
  ]).map((line) => `${line}\n`).join('');
}

function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  return labels === undefined ? '' : `{${Object.entries(labels).map(([name, text]) => `${name}="${escaped(text)}"`).join(',')}}`;
}

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replace(/[\u0000-\u001f\u007f]/g, ' ');
}
