import { ArtifactProperties } from '@adaptive-delivery/plugin-release-node';

/** A path as part of an address. */
export const encodePath = (path: string) =>
  path.split('/').map(encodeURIComponent).join('/');

const escapeValue = (value: string) => value.replace(/[\\,|=;]/g, '\\$&');

/** `properties=` of an address: names and values that no value can end. */
export function encodeProperties(properties: ArtifactProperties): string {
  return Object.entries(properties)
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name)}=${encodeURIComponent(escapeValue(value))}`,
    )
    .join(';');
}

/** A time of Artifactory's, `+0000` included, in RFC 3339 and UTC. */
export function toUtc(time: string): string {
  return new Date(time.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).toISOString();
}

/** As build info wants times: `2026-11-20T10:00:00.000+0000`. */
export const toBuildTime = (time: string) =>
  new Date(time).toISOString().replace('Z', '+0000');
