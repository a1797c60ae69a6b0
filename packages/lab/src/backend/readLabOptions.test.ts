import { ConfigReader } from '@backstage/config';
import path from 'node:path';
import { readLabOptions } from './readLabOptions';

const lab = { url: 'http://127.0.0.1:7010/', dataFolder: '../../data/lab' };
const read = (data: object) => readLabOptions(new ConfigReader(data as never));

describe('readLabOptions', () => {
  it('reads the token of its own, or the one that the portal knows its pipelines by', () => {
    expect(read({ lab: { ...lab, pipelineToken: 'own\n' } })).toEqual({
      url: 'http://127.0.0.1:7010',
      dataFolder: path.resolve('../../data/lab'),
      pipelineToken: 'own',
    });
    const access = (plugin: string, token: string) => ({
      type: 'static',
      options: { token, subject: 's' },
      accessRestrictions: [{ plugin }],
    });
    const externalAccess = [
      { type: 'jwks', options: { url: 'https://example.com' } },
      access('catalog', 'other'),
      access('release-decision', 'pipeline'),
    ];
    expect(
      read({ lab, backend: { auth: { externalAccess } } })?.pipelineToken,
    ).toBe('pipeline');
  });

  it.each([
    [{}, undefined],
    [{ lab: {} }, undefined],
  ])('finds no lab in %j', (data, expected) => {
    expect(read(data)).toBe(expected);
  });

  it.each([
    [{ ...lab, url: 'localhost:7010' }, /lab\.url is "localhost:7010"/],
    [{ url: lab.url }, /lab\.dataFolder is missing/],
    [lab, /lab\.pipelineToken/],
  ])('names the key at fault in %j', (data, words) => {
    expect(() => read({ lab: data })).toThrow(words);
  });
});
