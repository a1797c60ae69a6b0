import { FakeMessage, FakeSlack } from '../src/testUtils';

export const CHANNEL = 'C0RELEASES';

/** Slack's escapes are those of HTML; what stays in angle brackets is a link or a time. */
function mrkdwnToHtml(text: string): string {
  return text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<(https?:[^|>]*)\|([^>]*)>/g, '<a href="$1">$2</a>')
    .replace(/`([^`\n]*)`/g, '<code>$1</code>')
    .replace(/\*([^*\n]+)\*/g, '<b>$1</b>')
    .replaceAll('\n', '<br>');
}

const escapeHtml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;');

function people({ workspace }: FakeSlack): string {
  const options = [...workspace.users.values()].map(
    ({ id, email }) =>
      `<option value="${id}">${id} ${escapeHtml(email ?? '')}</option>`,
  );
  return `<select name="user">${options.join('')}</select>`;
}

function blocksToHtml(
  slack: FakeSlack,
  ts: string,
  blocks: FakeMessage['blocks'],
) {
  return blocks
    .map(block => {
      switch (block.type) {
        case 'header':
          return `<h2>${escapeHtml(block.text.text)}</h2>`;
        case 'section':
          return `<p>${mrkdwnToHtml(block.text?.text ?? '')}</p>`;
        case 'context':
          return `<small>${block.elements
            .map(e => ('text' in e ? mrkdwnToHtml(e.text) : ''))
            .join(' · ')}</small>`;
        case 'actions':
          return `<form method="post" action="/click">as ${people(slack)}
            <input type="hidden" name="ts" value="${ts}">
            ${block.elements
              .map(e =>
                e.type === 'button'
                  ? `<button name="action" value="${e.action_id}" class="${
                      e.style
                    }">${escapeHtml(e.text.text)}</button>`
                  : '',
              )
              .join(' ')}</form>`;
        default:
          return '';
      }
    })
    .join('');
}

function dialogToHtml(slack: FakeSlack, fault: string): string {
  const { dialog } = slack.workspace;
  if (!dialog) return '';
  const { title, submit, blocks } = dialog.view;
  const [summary] = blocks;
  return `<dialog open><h2>${escapeHtml(title.text)}</h2>
    ${blocksToHtml(slack, '', [summary] as FakeMessage['blocks'])}
    <form method="post" action="/submit">as ${people(slack)}<br>
    <textarea name="reason" rows="3" cols="60" placeholder="Reason"></textarea>
    <p class="fault">${escapeHtml(fault)}</p>
    <button class="primary">${escapeHtml(submit?.text ?? '')}</button>
    <a href="/close">Cancel</a></form></dialog>`;
}

const STYLE = `body{font:15px sans-serif;max-width:60em;margin:2em auto;color:#1d1c1d}
article{border-left:4px solid #ddd;padding:0 1em;margin:1.5em 0}
article article{border-color:#e01e5a}h2{font-size:1.15em}code{background:#f4f4f4;white-space:pre}
button{padding:.5em 1em}.primary{background:#007a5a;color:#fff}.danger{background:#e01e5a;color:#fff}
dialog{top:4em;width:45em;box-shadow:0 0 40px #888}.fault{color:#e01e5a}small{color:#616061}`;

/** The channel as people would see it; newest last. */
export function page(slack: FakeSlack, fault: string): string {
  const { workspace } = slack;
  const messages = workspace.messages(CHANNEL).map(message => {
    const thread = workspace
      .thread(CHANNEL, message.ts)
      .map(m => `<article>${blocksToHtml(slack, m.ts, m.blocks)}</article>`);
    return `<article>${blocksToHtml(
      slack,
      message.ts,
      message.blocks,
    )}${thread.join('')}</article>`;
  });
  const told = workspace.told
    .slice(-5)
    .map(
      ({ user, text }) => `<li>only ${user} sees: ${mrkdwnToHtml(text)}</li>`,
    );
  const refresh = workspace.dialog
    ? ''
    : '<meta http-equiv="refresh" content="3">';
  return `<!doctype html><meta charset="utf-8">${refresh}<title>Fake Slack</title>
    <style>${STYLE}</style><h1>#releases <small>a fake of Slack, for trying the module out</small></h1>
    ${
      messages.join('') ||
      '<p>No message yet. Submit a build that needs approval.</p>'
    }
    <ul>${told.join('')}</ul>${dialogToHtml(slack, fault)}`;
}
