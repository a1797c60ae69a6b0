/**
 * Limits of Block Kit, from its reference, written down apart from the code
 * under test.
 *
 * @returns what Slack would refuse, in its words; empty when it takes the blocks.
 */
export function blockFaults(blocks: unknown, max: number): string[] {
  if (!Array.isArray(blocks)) return ['blocks: must be an array'];
  const faults: string[] = [];
  if (blocks.length > max) faults.push(`no more than ${max} items allowed`);
  blocks.forEach((block, index) => {
    checkBlock(block, `/blocks/${index}`, faults);
  });
  const all = JSON.stringify(blocks).length;
  if (all > 60_000) faults.push(`msg_blocks_too_long (${all})`);
  return faults;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkText(
  value: unknown,
  path: string,
  max: number,
  types: string[],
  faults: string[],
) {
  if (!isObject(value) || !types.includes(String(value.type))) {
    faults.push(`${path}: must be ${types.join(' or ')}`);
    return;
  }
  const { text } = value;
  if (typeof text !== 'string' || text.length < 1 || text.length > max) {
    faults.push(`${path}: must be 1 to ${max} characters`);
  }
  if (value.type === 'plain_text' && 'verbatim' in value) {
    faults.push(`${path}: verbatim is for mrkdwn only`);
  }
}

function checkString(
  value: unknown,
  path: string,
  max: number,
  faults: string[],
) {
  if (value === undefined) return;
  if (typeof value !== 'string' || value.length > max) {
    faults.push(`${path}: must be at most ${max} characters`);
  }
}

function checkElement(element: unknown, path: string, faults: string[]) {
  if (!isObject(element)) {
    faults.push(`${path}: must be an object`);
    return;
  }
  checkString(element.action_id, `${path}/action_id`, 255, faults);
  if (element.type === 'button') {
    checkText(element.text, `${path}/text`, 75, ['plain_text'], faults);
    checkString(element.value, `${path}/value`, 2000, faults);
    checkString(element.accessibility_label, `${path}/label`, 75, faults);
    if (![undefined, 'primary', 'danger'].includes(element.style as string)) {
      faults.push(`${path}/style: must be primary or danger`);
    }
  } else if (element.type === 'plain_text_input') {
    if (Number(element.max_length ?? 1) > 3000) {
      faults.push(`${path}/max_length: must be at most 3000`);
    }
  } else {
    faults.push(`${path}: unsupported type ${element.type}`);
  }
}

function checkElements(
  block: Json,
  path: string,
  max: number,
  faults: string[],
  check: (element: unknown, path: string) => void,
) {
  const { elements } = block;
  if (
    !Array.isArray(elements) ||
    elements.length < 1 ||
    elements.length > max
  ) {
    faults.push(`${path}/elements: must be 1 to ${max} items`);
    return;
  }
  elements.forEach((element, index) => {
    check(element, `${path}/elements/${index}`);
  });
}

const TEXTS = ['plain_text', 'mrkdwn'];

function checkBlock(block: unknown, path: string, faults: string[]) {
  if (!isObject(block)) {
    faults.push(`${path}: must be an object`);
    return;
  }
  checkString(block.block_id, `${path}/block_id`, 255, faults);
  switch (block.type) {
    case 'header':
      checkText(block.text, `${path}/text`, 150, ['plain_text'], faults);
      break;
    case 'section':
      checkText(block.text, `${path}/text`, 3000, TEXTS, faults);
      break;
    case 'context':
      checkElements(block, path, 10, faults, (element, at) =>
        checkText(element, at, 3000, TEXTS, faults),
      );
      break;
    case 'actions':
      checkElements(block, path, 25, faults, (element, at) =>
        checkElement(element, at, faults),
      );
      break;
    case 'input':
      checkText(block.label, `${path}/label`, 2000, ['plain_text'], faults);
      checkText(block.hint, `${path}/hint`, 2000, ['plain_text'], faults);
      checkElement(block.element, `${path}/element`, faults);
      break;
    default:
      faults.push(`${path}: unsupported type ${block.type}`);
  }
}

/** What Slack would refuse of a modal. */
export function viewFaults(view: unknown): string[] {
  if (!isObject(view)) return ['view: must be an object'];
  const faults = blockFaults(view.blocks, 100);
  if (view.type !== 'modal') faults.push('view/type: must be modal');
  for (const name of ['title', 'submit', 'close']) {
    checkText(view[name], `view/${name}`, 24, ['plain_text'], faults);
  }
  checkString(view.private_metadata, 'view/private_metadata', 3000, faults);
  checkString(view.callback_id, 'view/callback_id', 255, faults);
  return faults;
}
