import { readCanaries } from './readCanaries';
import { readChangedSeries } from './readChangedSeries';

const CASES = `case,service,label,t0,t1
one/cart,cart,1,0,1
two/cart,cart,0,0,1`;
const HEADER =
  'case,arm,pod,caller,ts,success_rate_pct,latency_s,cpu_pct,mem_pct';
const ROWS = [
  HEADER,
  'one/cart,baseline,a,web,60,100,.01,1,10',
  'one/cart,baseline,a,shop,70,50,,1,10',
  'one/cart,baseline,b,web,180,100,.03,2,20',
  'two/cart,baseline,c,web,60,100,.01,1,10',
  'two/cart,candidate,d,web,120,NaN,.02,3,30',
].join('\n');

describe('readCanaries', () => {
  it('gives each case, and each baseline pod against its siblings', () => {
    const trials = readCanaries(CASES, ROWS);
    expect(
      trials.map(({ group, minutes, candidate, baseline }) => [
        group,
        minutes,
        candidate.map(({ name }) => name).join(),
        baseline.map(({ name }) => name).join(),
      ]),
    ).toEqual([
      ['defect', 3, '', 'a,b'],
      ['aa', 3, 'a', 'b'],
      ['aa', 3, 'b', 'a'],
      ['benign', 2, 'd', 'c'],
    ]);
    const [first] = trials[0].baseline;
    expect(first.minutes).toEqual([
      { successRate: 0.75, latency: 0.01, cpu: 1, memory: 10 },
      null,
      null,
    ]);
    expect(trials[3].candidate[0].minutes[1]?.successRate).toBeNull();
  });

  it.each([
    [ROWS.replace(',60,', ',x,'), 'line 2, column ts: "x" is not a number'],
    [ROWS.replace('baseline,b', 'other,b'), 'line 4, column arm'],
    [ROWS.replace('cpu_pct', 'cpu'), 'there is no column cpu_pct'],
    [
      ROWS.split('\n').slice(0, 4).join('\n'),
      'line 3: two/cart has no baseline rows',
    ],
  ])('refuses what it cannot read (%#)', (rows, message) => {
    expect(() => readCanaries(CASES, rows)).toThrow(message);
  });
});

describe('readChangedSeries', () => {
  const cases = 'case_id,case_label\n000,1';
  const header = 'case,window,minute_rel_to_change,value';

  it('puts both days on one axis', () => {
    const windows = `${header}\n000,now,-1,5\n000,now,1,7\n000,prevday,0,6`;
    expect(readChangedSeries(cases, windows)).toEqual([
      {
        group: 'defect',
        caseId: '000',
        firstMinute: -1,
        today: [5, null, 7],
        dayBefore: [null, 6, null],
      },
    ]);
  });

  it('names a case without windows', () => {
    const windows = `${header}\n001,now,0,5`;
    expect(() => readChangedSeries(cases, windows)).toThrow(
      'line 2: case 000 has no windows',
    );
  });
});
