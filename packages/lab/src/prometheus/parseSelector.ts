import { PrometheusError } from './PrometheusError';

/** A plain instant selector: a metric name and labels that must be equal. */
export type Selector = {
  name: string;
  matchers: ReadonlyArray<{ label: string; value: string }>;
};

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const MATCHER =
  /^([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\s*/;
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

function unquote(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
}

/**
 * Reads `name{label="value",...}`; the only part of PromQL that the lab knows.
 *
 * @throws PrometheusError for everything else, saying from where on.
 */
export function parseSelector(query: string): Selector {
  const unreadable = (rest: string): never => {
    throw new PrometheusError(
      `invalid parameter "query": the lab only knows plain selectors such as ` +
        `name{label="value"}; cannot read from ${JSON.stringify(
          rest.slice(0, 80),
        )} on`,
    );
  };
  let rest = query.trim();
  const name = NAME.exec(rest)?.[0];
  if (!name) return unreadable(rest);
  rest = rest.slice(name.length).trimStart();
  const matchers: Array<{ label: string; value: string }> = [];
  if (!rest) return { name, matchers };

  if (rest[0] !== '{') return unreadable(rest);
  rest = rest.slice(1).trimStart();
  while (rest[0] !== '}') {
    const match = MATCHER.exec(rest);
    if (!match) return unreadable(rest);
    matchers.push({ label: match[1], value: unquote(match[2]) });
    rest = rest.slice(match[0].length);
    if (rest[0] === ',') rest = rest.slice(1).trimStart();
    else if (rest[0] !== '}') return unreadable(rest);
  }
  rest = rest.slice(1).trim();
  return rest ? unreadable(rest) : { name, matchers };
}

/** Whether labels satisfy a selector; an absent label equals the empty value. */
export function matches(
  selector: Selector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    labels.__name__ === selector.name &&
    selector.matchers.every(m => (labels[m.label] ?? '') === m.value)
  );
}
