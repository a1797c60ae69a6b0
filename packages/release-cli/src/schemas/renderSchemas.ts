import {
  ContractName,
  SCHEMA_VERSION,
  contracts,
} from '@adaptive-delivery/plugin-release-common';
import { z } from 'zod';

const ADDRESS = `https://adaptive-delivery.io/contracts/${SCHEMA_VERSION}`;

const about: Record<ContractName, { title: string; description: string }> = {
  'build-info': {
    title: 'Build info',
    description:
      'What was built: one CI run of one component, and the artifacts it made.',
  },
  'risk-inputs': {
    title: 'Risk inputs',
    description:
      'What is known about the risk of a build. An absent part is missing evidence and never read as zero.',
  },
  'risk-decision': {
    title: 'Risk decision',
    description:
      'What was decided for one candidate in one environment, and why.',
  },
  verdict: {
    title: 'Verdict',
    description: 'The judgement of one look at one step of a rollout.',
  },
  'integration-manifest': {
    title: 'Integration manifest',
    description:
      'Several builds that were tested together and are released as one.',
  },
  'rollback-record': {
    title: 'Rollback record',
    description: 'What was taken back, why, how far it came, and who was told.',
  },
};

const NOTE =
  'Rules between fields (such as finishedAt not before startedAt, and unique artifact names) are not part of this schema; `release verify` checks them too.';

export type RenderedSchema = {
  name: ContractName;
  fileName: string;
  content: string;
};

/** JSON Schema (draft 2020-12) of every contract, made from its zod schema. */
export function renderSchemas(): RenderedSchema[] {
  return (Object.keys(contracts) as ContractName[]).map(name => {
    const { $schema, ...body } = z.toJSONSchema(contracts[name], {
      target: 'draft-2020-12',
      io: 'input',
    });
    const fileName = `${name}.schema.json`;
    const document = {
      $schema,
      $id: `${ADDRESS}/${fileName}`,
      title: about[name].title,
      description: about[name].description,
      $comment: NOTE,
      ...body,
    };
    return {
      name,
      fileName,
      content: `${JSON.stringify(document, null, 2)}\n`,
    };
  });
}
