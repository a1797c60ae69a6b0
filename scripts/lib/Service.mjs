import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectNode } from './install.mjs';
import { root } from './settings.mjs';

const endWithParent = path.join(root, 'scripts', 'lib', 'endWithParent.cjs');

function openLog(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    renameSync(file, file.replace(/\.log$/, '.previous.log'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return openSync(file, 'a');
}

function isAlive(processGroup) {
  try {
    process.kill(-processGroup, 0);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

/** Sends a signal to a group of processes, which may be gone by then. */
function signalGroup(processGroup, signal) {
  try {
    process.kill(-processGroup, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * A process of ours in a process group of its own, with its output in a file,
 * so that it and what it starts can be ended together and nothing else is.
 */
export class Service {
  #child;
  #exit;

  constructor({ name, args, cwd, env, logFile }) {
    this.name = name;
    this.logFile = logFile;
    const log = openLog(logFile);
    this.#child = spawn(projectNode(), ['--require', endWithParent, ...args], {
      cwd,
      env,
      detached: true,
      stdio: ['pipe', log, log],
    });
    closeSync(log);
    this.#exit = new Promise(resolve => {
      this.#child.once('error', error => resolve({ error }));
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
    });
  }

  get pid() {
    return this.#child.pid;
  }

  /** Resolves with {code, signal} or {error} once it has ended. */
  get exited() {
    return this.#exit;
  }

  log() {
    return readFileSync(this.logFile, 'utf8');
  }

  /** Asks it to end, and makes it when it has not after `graceMs`. */
  async stop(graceMs = 15_000) {
    const group = this.#child.pid;
    if (!group) return;
    signalGroup(group, 'SIGTERM');
    await Promise.race([this.#exit, sleep(graceMs, undefined, { ref: false })]);
    for (let i = 0; i < 20 && isAlive(group); i++) await sleep(50);
    signalGroup(group, 'SIGKILL');
    await this.#exit;
  }
}
