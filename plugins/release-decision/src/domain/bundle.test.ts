import { sampleDecision } from '@adaptive-delivery/plugin-release-react/testUtils';
import { DRIVER, SERVICE, sampleBundle } from '../__testUtils__/bundle';
import { approvalLines } from './approvals';
import { partOf, partRows } from './bundle';

it('rows tell the parts apart: whose risk, whose plan', () => {
  expect(
    partRows(sampleBundle()).map(row => [
      row.component,
      row.version,
      row.risk,
      row.isRiskiest,
      row.plans.map(({ target }) => target),
    ]),
  ).toEqual([
    [
      SERVICE,
      '2.14.0',
      { score: 31, band: 'medium' },
      false,
      ['lab:payments-service'],
    ],
    [
      DRIVER,
      '3.4.0',
      { score: 63, band: 'high' },
      true,
      ['lab:printer-driver'],
    ],
  ]);
  expect(partRows(sampleDecision())).toEqual([]);
});

it('a part sees the bundle with its own build', () => {
  expect(partOf(sampleBundle(), DRIVER)).toMatchObject({
    id: sampleBundle().id,
    entityRef: DRIVER,
    version: '3.4.0',
    buildId: 'driver-97',
    buildInfo: { component: DRIVER },
    riskInputs: { component: DRIVER },
  });
  const bundle = sampleBundle();
  expect(partOf(bundle, 'component:default/other')).toBe(bundle);
  const single = sampleDecision();
  expect(partOf(single, SERVICE)).toBe(single);
});

it('the approval of one owner is not shown as that of another', () => {
  expect(
    approvalLines(sampleBundle()).map(({ component, answer }) => [
      component,
      answer?.by,
    ]),
  ).toEqual([
    [SERVICE, undefined],
    [DRIVER, 'user:default/dana'],
  ]);
});
