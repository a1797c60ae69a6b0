/** How far the lab is; answer of `GET /api/lab/v1/state`. */
export type LabState = {
  /**
   * `making` while the past is made or the first release is put in flight,
   * `made` when the portal is ready, `failed` when it could not be made.
   */
  state: 'making' | 'made' | 'failed';
  /** One sentence for whoever waits. */
  words: string;
  /** Releases of the past, done and in all; both 0 when it was made before. */
  done: number;
  total: number;
};

/** Where the lab tells how far it is. */
export class LabProgress {
  private current: LabState;

  constructor(state: 'making' | 'made') {
    this.current = {
      state,
      words:
        state === 'made'
          ? 'The lab is live.'
          : 'The lab waits for the portal to come up.',
      done: 0,
      total: 0,
    };
  }

  get state(): LabState {
    return { ...this.current };
  }

  update(change: Partial<LabState>): void {
    this.current = { ...this.current, ...change };
  }
}
