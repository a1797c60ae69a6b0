import {
  ContractName,
  canonicalJson,
  contracts,
  parseContract,
  parseWith,
  submission,
} from '@adaptive-delivery/plugin-release-common';
import Ajv from 'ajv/dist/2020';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { contractsFolder } from '../__testUtils__/examples';
import { renderSchemas } from './renderSchemas';

const names = Object.keys(contracts) as ContractName[];

const read = (...path: string[]) =>
  readFileSync(join(contractsFolder, ...path), 'utf8');

const load = (name: ContractName) =>
  JSON.parse(read('examples', `${name}.json`));

function schemaCheck(name: ContractName) {
  // dates and addresses are told by their patterns
  const ajv = new Ajv({ strict: true, validateFormats: false });
  return ajv.compile(JSON.parse(read(`${name}.schema.json`)));
}

describe('contracts/', () => {
  it('holds the schemas that the code would write, and no others', () => {
    const rendered = renderSchemas();
    expect(
      readdirSync(contractsFolder).filter(file => file.endsWith('.json')),
    ).toEqual(rendered.map(({ fileName }) => fileName).sort());
    for (const { fileName, content } of rendered) {
      // stale? run: node scripts/generate-contracts.mjs
      expect({ fileName, schema: JSON.parse(read(fileName)) }).toEqual({
        fileName,
        schema: JSON.parse(content),
      });
    }
  });

  it.each(names)('has a valid example of %s', name => {
    expect(parseContract(name, load(name))).toEqual(load(name));
    const check = schemaCheck(name);
    check(load(name));
    expect(check.errors).toBeNull();
  });

  it.each(names)(
    'has a schema of %s with an address, strict at every object',
    name => {
      const schema = JSON.parse(read(`${name}.schema.json`));
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `https://adaptive-delivery.io/contracts/1.0/${name}.schema.json`,
        title: expect.any(String),
        additionalProperties: false,
      });
      const check = schemaCheck(name);
      expect(check({ ...load(name), surprise: 1 })).toBe(false);
      expect(check({ ...load(name), schemaVersion: '9' })).toBe(false);
      expect(check(null)).toBe(false);
    },
  );

  it('refuses by schema what the code refuses by pattern', () => {
    const check = schemaCheck('build-info');
    const build = load('build-info');
    const [artifact] = build.artifacts;
    for (const bad of [
      { ...build, component: 'component:default/..' },
      { ...build, version: ' ' },
      { ...build, version: 'a\u202eb' },
      { ...build, ci: { system: 'x', url: 'https://a:b@c/' } },
      { ...build, artifacts: [{ ...artifact, name: '../a' }] },
      { ...build, artifacts: [{ ...artifact, sha256: 'A'.repeat(64) }] },
    ]) {
      expect(check(bad)).toBe(false);
    }
  });
});

describe('the examples', () => {
  const digest = (value: unknown) =>
    createHash('sha256').update(canonicalJson(value)).digest('hex');
  const build = load('build-info');
  const risk = load('risk-inputs');
  const decision = load('risk-decision');
  const verdict = load('verdict');
  const rollback = load('rollback-record');
  const manifest = load('integration-manifest');

  it('tell one story of one build', () => {
    const { environment } = decision.candidate;
    const body = { buildInfo: build, riskInputs: risk, environment };
    expect(parseWith(submission, 'submission', body)).toEqual(body);
    expect(decision.contentDigest).toBe(digest(body));
    expect(decision.candidate).toMatchObject({
      component: build.component,
      buildId: build.buildId,
      version: build.version,
      commit: build.commit,
    });
    expect(risk.integration.manifest.sha256).toBe(digest(manifest));
    expect(manifest.parts[0].artifacts).toEqual(decision.candidate.artifacts);
    expect(verdict.rolloutId).toBe(rollback.rolloutId);
    expect(rollback).toMatchObject({
      decisionId: decision.decisionId,
      candidate: decision.candidate,
      target: decision.plan[0].target,
      trigger: { verdictId: verdict.verdictId, cause: verdict.cause },
      quarantine: {
        sha256: build.artifacts.map(({ sha256 }: { sha256: string }) => sha256),
      },
    });
  });

  it('have a score that its factors sum to', () => {
    const sum = decision.factors.reduce(
      (total: number, { contribution }: { contribution: number }) =>
        total + contribution,
      0,
    );
    expect(sum).toBe(decision.riskScore);
  });

  it('happen in order', () => {
    const times = [
      build.startedAt,
      build.finishedAt,
      manifest.createdAt,
      risk.collectedAt,
      decision.decidedAt,
      rollback.releaseStartedAt,
      verdict.window.start,
      verdict.window.end,
      verdict.judgedAt,
      rollback.restoredAt,
    ];
    expect([...times].sort()).toEqual(times);
    expect(rollback.detectedAt).toBe(verdict.judgedAt);
  });
});
