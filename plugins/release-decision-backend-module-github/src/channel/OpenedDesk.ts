import { ApprovalDesk } from '@adaptive-delivery/plugin-release-node';

/** The approval desk, once the portal has opened the channel. */
export class OpenedDesk {
  private opened: ApprovalDesk | null = null;

  open(desk: ApprovalDesk): void {
    this.opened = desk;
  }

  /** @throws Error before the portal has opened the channel. */
  get(): ApprovalDesk {
    if (!this.opened) throw new Error('The approval desk is not open yet');
    return this.opened;
  }
}
