/** Everything a command takes from the process that runs it. */
export type Io = {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Results, for a person or a program to read. */
  out(text: string): void;
  /** Notices and errors, one line each. */
  err(text: string): void;
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number): Promise<void>;
};
