import { z } from 'zod';

const time = z.string().refine(value => !Number.isNaN(Date.parse(value)));

/** `GET /api/storage/{repo}/{path}`; a folder has no checksums. */
export const itemInfo = z.object({
  lastModified: time,
  size: z.coerce.number().int().min(0).optional(),
  checksums: z
    .object({
      sha1: z.string(),
      md5: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    })
    .optional(),
});

export const itemProperties = z.object({
  properties: z.record(z.string(), z.array(z.string())),
});

export const aqlAnswer = z.object({
  results: z.array(
    z.object({
      repo: z.string(),
      path: z.string(),
      name: z.string(),
      size: z.coerce.number().int().min(0),
      modified: time,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type AqlRow = z.infer<typeof aqlAnswer>['results'][number];

export const buildAnswer = z.object({
  buildInfo: z.object({
    statuses: z.array(z.object({ status: z.string() })).optional(),
  }),
});
