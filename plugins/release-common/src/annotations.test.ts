import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import fc from 'fast-check';
import {
  isReleaseAvailable,
  parseMetricLabels,
  releaseEnvironments,
  releaseTargets,
  targetAnnotation,
} from './annotations';

const entity = (annotations?: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'payments-service', annotations },
});

describe('parseMetricLabels', () => {
  it.each([
    ['', {}],
    ['component="payments"', { component: 'payments' }],
    [' a="1" , b_2 = "x,y" ', { a: '1', b_2: 'x,y' }],
    ['a="\\"quoted\\" \\\\ "', { a: '"quoted" \\ ' }],
    ['a=""', { a: '' }],
    ['a="}) or vector(1) #"', { a: '}) or vector(1) #' }],
  ])('reads %s', (text, labels) => {
    expect(parseMetricLabels(text)).toEqual(labels);
  });

  it.each([
    ['component=payments', 'component=payments'],
    ['component="payments', 'component='],
    ['a="1" b="2"', 'a='],
    ['a="1",,b="2"', ',b='],
    ['1a="x"', '1a='],
    ['a-b="x"', 'a-b'],
    ['a=~".*"', 'a=~'],
    ['a="line\\nbreak"', 'a='],
    ['a="1",a="2"', 'names a twice'],
    ['constructor="x",constructor="y"', 'names constructor twice'],
  ])('refuses %s', (text, said) => {
    expect(() => parseMetricLabels(text)).toThrow(
      /^adaptive-delivery\.io\/metric-labels/,
    );
    expect(() => parseMetricLabels(text)).toThrow(said);
  });

  it('never drops a label silently, whatever its name', () => {
    expect(Object.entries(parseMetricLabels('__proto__="x"'))).toEqual([
      ['__proto__', 'x'],
    ]);
  });

  it('gives back any value that is written with its escapes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), value => {
        const escaped = value.replace(/["\\]/g, '\\$&');
        expect(parseMetricLabels(`a="${escaped}"`)).toEqual({ a: value });
      }),
    );
  });
});

describe('releaseTargets', () => {
  it('finds the target of each environment and nothing else', () => {
    const annotated = entity({
      'adaptive-delivery.io/target-production': 'lab:payments-service',
      'adaptive-delivery.io/target-staging-eu': 'lab:staging',
      'adaptive-delivery.io/target-production.arm': 'lab:fleet',
      'adaptive-delivery.io/target-production.solaris': 'lab:sun',
      'adaptive-delivery.io/target-production.arm.x': 'lab:x',
      'adaptive-delivery.io/target-': 'lab:nowhere',
      'adaptive-delivery.io/target-.arm': 'lab:nowhere',
      'adaptive-delivery.io/analysis-profile': 'http-service',
      'example.com/adaptive-delivery.io/target-x': 'lab:x',
    });
    expect(releaseTargets(annotated)).toEqual([
      { environment: 'production', os: null, target: 'lab:payments-service' },
      { environment: 'staging-eu', os: null, target: 'lab:staging' },
      { environment: 'production', os: 'arm', target: 'lab:fleet' },
    ]);
    expect(releaseEnvironments(annotated)).toEqual([
      'production',
      'staging-eu',
    ]);
    expect(isReleaseAvailable(annotated)).toBe(true);
  });

  it.each([undefined, 'linux', 'windows', 'arm'] as const)(
    'is found under a key that the catalog takes, for %s',
    os => {
      const key = targetAnnotation('staging-eu', os);
      expect(KubernetesValidatorFunctions.isValidAnnotationKey(key)).toBe(true);
      expect(releaseTargets(entity({ [key]: 'lab:x' }))).toEqual([
        { environment: 'staging-eu', os: os ?? null, target: 'lab:x' },
      ]);
    },
  );

  it.each([undefined, {}, { 'adaptive-delivery.io/metric-labels': 'a="b"' }])(
    'is not available with the annotations %j',
    annotations => {
      expect(isReleaseAvailable(entity(annotations as {}))).toBe(false);
    },
  );
});
