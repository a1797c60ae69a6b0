import fc from 'fast-check';
import { formatExposition, parseExposition } from './exposition';

describe('parseExposition', () => {
  it('reads what Prometheus documents', () => {
    const text = [
      '# HELP http_requests_total The total number of HTTP requests.',
      '# TYPE http_requests_total counter',
      'http_requests_total{method="post",code="200"} 1027 1395066363000',
      'msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9',
      'metric_without_timestamp_and_labels 12.47',
      'something_weird{problem="division by zero"} +Inf -3982045',
      'rpc_duration_seconds{quantile="0.01",} NaN',
      '',
    ].join('\n');
    expect(parseExposition(text)).toEqual([
      {
        name: 'http_requests_total',
        labels: { method: 'post', code: '200' },
        value: 1027,
      },
      {
        name: 'msdos_file_access_time_seconds',
        labels: {
          path: 'C:\\DIR\\FILE.TXT',
          error: 'Cannot find file:\n"FILE.TXT"',
        },
        value: 1.458255915e9,
      },
      {
        name: 'metric_without_timestamp_and_labels',
        labels: {},
        value: 12.47,
      },
      {
        name: 'something_weird',
        labels: { problem: 'division by zero' },
        value: Infinity,
      },
      {
        name: 'rpc_duration_seconds',
        labels: { quantile: '0.01' },
        value: NaN,
      },
    ]);
  });

  it.each(['a', 'a{b="c} 1', 'a{b=c} 1', 'a one', '1a 2', 'a{b="c"}'])(
    'refuses %j and names the line',
    line => {
      expect(() => parseExposition(`ok 1\n${line}\n`)).toThrow(/line 2/);
    },
  );

  it('reads back whatever was written', () => {
    const sample = fc.record({
      name: fc.stringMatching(/^[a-z_:][a-z0-9_:]{0,10}$/),
      labels: fc.dictionary(
        fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/),
        fc.string(),
        { maxKeys: 4, noNullPrototype: true },
      ),
      value: fc.oneof(fc.double(), fc.integer()),
    });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 5 }), samples => {
        const text = formatExposition([
          { name: 'a', help: 'Things.', type: 'gauge', samples },
        ]);
        const read = parseExposition(text);
        expect(read).toEqual(
          samples.map(s => ({ ...s, value: s.value === 0 ? 0 : s.value })),
        );
      }),
    );
  });
});
