import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

type Rules = {
  groups: Array<{ rules: Array<{ record: string; expr: string }> }>;
};
const { groups }: Rules = parse(
  read('observability/prometheus/release-track.rules.yaml'),
);
const rules = groups.flatMap(group => group.rules);

describe('the recording rules', () => {
  it('make every series that the default profiles ask for, each once', () => {
    const asked = new Set(
      read('policies/default/profiles.yaml').match(/release_track:\w+:\w+/g),
    );
    expect(asked.size).toBeGreaterThan(10);
    expect(rules.map(({ record }) => record).sort()).toEqual([...asked].sort());
  });

  it('give one series per component, track and version, and none without a track', () => {
    for (const { expr } of rules) {
      const selectors = expr.match(/\w+\{[^}]*\}/g) ?? [];
      const aggregations =
        expr.match(/(sum|avg) by \(component, track, version(, le)?\)/g) ?? [];
      expect(selectors.length).toBeGreaterThan(0);
      expect(aggregations).toHaveLength(selectors.length);
      for (const selector of selectors) expect(selector).toContain('track!=""');
    }
  });
});
