import { Evidence } from './evidence';
import {
  FeatureName,
  FeatureValue,
  policyFeatures,
  readFeature,
} from './features';
import { shorten } from './shorten';

/** Placeholder for the vulnerabilities that a gate is about. */
export const NAMES_VULNERABILITIES = '{vulnerabilities}';

/** What a sentence stands at: a feature, or what a gate found. */
export type Subject =
  | FeatureName
  | { value: FeatureValue; vulnerabilities: string };

/** `{name}`, `{name:percent}` or `{name:file|files}`; see `renderWords`. */
const PLACEHOLDER = /\{([^{}]*)\}/g;

type Placeholder = {
  name: FeatureName | 'value';
  format: 'plain' | 'percent' | { one: string; many: string };
};

function parsePlaceholder(content: string): Placeholder | string {
  const [name, ...rest] = content.split(':');
  if (name !== 'value' && !Object.hasOwn(policyFeatures, name)) {
    return `{${content}} names no feature; write {value} or a feature such as {change.files}`;
  }
  const known = name as Placeholder['name'];
  const format = rest.join(':');
  if (format === '') return { name: known, format: 'plain' };
  if (format === 'percent') return { name: known, format };
  const nouns = format.split('|');
  if (nouns.length === 2 && nouns.every(noun => noun.trim() !== '')) {
    return { name: known, format: { one: nouns[0], many: nouns[1] } };
  }
  return `{${content}} has a format that is not known; write {name}, {name:percent} or {name:file|files}`;
}

/** What is wrong with a sentence of a policy; null when nothing is. */
export function faultOfWords(template: string): string | null {
  for (const match of template.matchAll(PLACEHOLDER)) {
    const placeholder = parsePlaceholder(match[1]);
    if (typeof placeholder === 'string') return placeholder;
  }
  return /[{}]/.test(template.replace(PLACEHOLDER, ''))
    ? 'has a brace without its partner'
    : null;
}

const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

const formatNumber = (value: number) => numbers.format(value);

function render(
  value: ReturnType<typeof readFeature>,
  format: Placeholder['format'],
): string {
  if (typeof format === 'object') {
    if (typeof value !== 'number') {
      return `an unknown number of ${format.many}`;
    }
    return `${formatNumber(value)} ${value === 1 ? format.one : format.many}`;
  }
  if (value === undefined) return 'unknown';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  return format === 'percent'
    ? `${formatNumber(Math.round(value * 1000) / 10)} %`
    : formatNumber(value);
}

/**
 * A sentence of a policy with its values filled in: `{value}` is the value of
 * what the sentence stands at, `{change.files}` that of another feature,
 * `{value:percent}` a share as a percentage and `{value:file|files}` a count
 * with its noun. `{vulnerabilities}` names those that a gate is about.
 *
 * @param max - at most so many characters; 500
 */
export function renderWords(
  template: string,
  evidence: Evidence,
  subject?: Subject,
  max = 500,
): string {
  const found = typeof subject === 'object' ? subject : undefined;
  const feature = typeof subject === 'string' ? subject : undefined;
  const words = template.replace(PLACEHOLDER, (whole, content: string) => {
    if (found && whole === NAMES_VULNERABILITIES) return found.vulnerabilities;
    const placeholder = parsePlaceholder(content);
    if (typeof placeholder === 'string') return whole;
    const { name, format } = placeholder;
    if (name === 'value' && found) return render(found.value, format);
    const read = name === 'value' ? feature : name;
    return render(read && readFeature(read, evidence), format);
  });
  return shorten(words, max);
}
