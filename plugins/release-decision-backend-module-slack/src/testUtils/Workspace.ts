import type { KnownBlock, ModalView } from '@slack/types';

export type FakeMessage = {
  ts: string;
  text: string;
  blocks: KnownBlock[];
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
  thread_ts?: string;
  /** How often it was changed. */
  edits: number;
};

export type FakeUser = {
  id: string;
  email?: string;
  team_id?: string;
  deleted?: boolean;
  is_email_confirmed?: boolean;
};

/** What people in Slack would see, and the triggers that clicks gave out. */
export class Workspace {
  readonly channels = new Map<string, FakeMessage[]>();
  readonly users = new Map<string, FakeUser>();
  readonly told: Array<{ channel: string; user: string; text: string }> = [];
  /** The dialog that is open; clicks open it, submitting closes it. */
  dialog: { view: ModalView; id: string } | null = null;
  private readonly triggers = new Map<string, number>();
  private count = 0;

  constructor(readonly team: string, private readonly now: () => number) {}

  addChannel(id: string) {
    this.channels.set(id, []);
  }

  addUser(user: FakeUser) {
    this.users.set(user.id, { team_id: this.team, ...user });
  }

  nextId(prefix: string): string {
    this.count++;
    return `${prefix}${String(this.count).padStart(6, '0')}`;
  }

  post(channel: string, message: Omit<FakeMessage, 'ts' | 'edits'>): string {
    const second = Math.floor(this.now() / 1000);
    const ts = `${second}.${this.nextId('')}`;
    this.channels.get(channel)?.push({ ...message, ts, edits: 0 });
    return ts;
  }

  message(channel: string, ts: string): FakeMessage | undefined {
    return this.channels.get(channel)?.find(message => message.ts === ts);
  }

  /** Messages of a channel that are in no thread. */
  messages(channel: string): FakeMessage[] {
    return (this.channels.get(channel) ?? []).filter(m => !m.thread_ts);
  }

  thread(channel: string, ts: string): FakeMessage[] {
    return (this.channels.get(channel) ?? []).filter(m => m.thread_ts === ts);
  }

  remove(channel: string, ts: string) {
    const kept = (this.channels.get(channel) ?? []).filter(m => m.ts !== ts);
    this.channels.set(channel, kept);
  }

  trigger(): string {
    const id = this.nextId('trigger.');
    this.triggers.set(id, this.now());
    return id;
  }

  /** A trigger opens one dialog, within three seconds. */
  useTrigger(id: string): 'ok' | 'invalid_trigger_id' | 'trigger_expired' {
    const givenAt = this.triggers.get(id);
    if (givenAt === undefined) return 'invalid_trigger_id';
    this.triggers.delete(id);
    return this.now() - givenAt > 3000 ? 'trigger_expired' : 'ok';
  }
}
