import { FakeMessage, Workspace } from './Workspace';
import { blockFaults, viewFaults } from './blockLimits';

/** Arguments as they come over the wire: text, of which some is JSON. */
export type Args = Record<string, string>;
type Answer = { ok: boolean; error?: string } & Record<string, unknown>;

const no = (error: string, more: object = {}): Answer => ({
  ok: false,
  error,
  ...more,
});
const json = (text: string | undefined): unknown =>
  text === undefined ? undefined : JSON.parse(text);

function refuseBlocks(faults: string[]): Answer {
  return no('invalid_blocks', {
    response_metadata: { messages: faults.map(fault => `[ERROR] ${fault}`) },
  });
}

function content(args: Args) {
  const blocks = json(args.blocks) as FakeMessage['blocks'];
  return { text: args.text, blocks, faults: blockFaults(blocks, 50) };
}

function postMessage(space: Workspace, args: Args): Answer {
  const { channel, thread_ts } = args;
  if (!space.channels.has(channel)) return no('channel_not_found');
  const { faults, ...shown } = content(args);
  if (faults.length > 0) return refuseBlocks(faults);
  const metadata = json(args.metadata) as FakeMessage['metadata'];
  const ts = space.post(channel, { ...shown, metadata, thread_ts });
  return { ok: true, channel, ts };
}

function update(space: Workspace, args: Args): Answer {
  const { channel, ts } = args;
  if (!space.channels.has(channel)) return no('channel_not_found');
  const message = space.message(channel, ts);
  if (!message) return no('message_not_found');
  const { faults, ...shown } = content(args);
  if (faults.length > 0) return refuseBlocks(faults);
  Object.assign(message, shown);
  message.edits++;
  return { ok: true, channel, ts };
}

function postEphemeral(space: Workspace, args: Args): Answer {
  const { channel, user, text } = args;
  if (!space.channels.has(channel)) return no('channel_not_found');
  if (!space.users.has(user)) return no('user_not_in_channel');
  space.told.push({ channel, user, text });
  return { ok: true, message_ts: space.nextId('ephemeral.') };
}

function openView(space: Workspace, args: Args): Answer {
  const trigger = space.useTrigger(args.trigger_id);
  if (trigger !== 'ok') return no(trigger);
  const view = json(args.view) as NonNullable<Workspace['dialog']>['view'];
  const faults = viewFaults(view);
  if (faults.length > 0) return refuseBlocks(faults);
  space.dialog = { view, id: space.nextId('V') };
  return { ok: true, view: { ...view, id: space.dialog.id } };
}

function userInfo(space: Workspace, args: Args): Answer {
  const user = space.users.get(args.user);
  if (!user) return no('user_not_found');
  const { email, ...rest } = user;
  return { ok: true, user: { ...rest, profile: { email } } };
}

/** Newest first, a page at a time; metadata only for who asks for it. */
function pageOf(messages: FakeMessage[], args: Args): Answer {
  const withMetadata = args.include_all_metadata === 'true';
  const start = Number(args.cursor ?? 0);
  const end = start + Number(args.limit ?? 100);
  const matching = messages
    .filter(({ ts }) => Number(ts) >= Number(args.oldest ?? 0))
    .reverse();
  return {
    ok: true,
    messages: matching.slice(start, end).map(({ metadata, ...message }) => ({
      type: 'message',
      ...message,
      ...(withMetadata && metadata && { metadata }),
    })),
    has_more: end < matching.length,
    response_metadata: {
      next_cursor: end < matching.length ? String(end) : '',
    },
  };
}

function history(space: Workspace, args: Args): Answer {
  return space.channels.has(args.channel)
    ? pageOf(space.messages(args.channel), args)
    : no('channel_not_found');
}

function replies(space: Workspace, args: Args): Answer {
  const { channel, ts } = args;
  return space.message(channel, ts)
    ? pageOf(space.thread(channel, ts), args)
    : no('thread_not_found');
}

/** The methods of the Web API that the fake knows. */
export const methods: Record<string, (space: Workspace, args: Args) => Answer> =
  {
    'auth.test': space => ({ ok: true, team_id: space.team, user_id: 'UBOT' }),
    'chat.postMessage': postMessage,
    'chat.update': update,
    'chat.postEphemeral': postEphemeral,
    'views.open': openView,
    'users.info': userInfo,
    'conversations.history': history,
    'conversations.replies': replies,
  };
