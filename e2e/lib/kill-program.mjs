import { spawn } from 'node:child_process';

/** Milliseconds between two looks at whether to begin to count. */
const LOOK = 10;

/**
 * Starts a program of Node as the leader of a group of processes. With `kill`, the whole group is killed so many
 * milliseconds after `from` has said true for the first time, unless the program has ended before. Gives how it ended, what
 * it wrote, and the milliseconds that it took.
 */
export function runAndKill(args, { cwd, kill }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const began = Date.now();
    let isKilled = false;
    let timer;
    const shoot = () => {
      isKilled = true;
      killGroup(child.pid);
    };
    const look = () => {
      timer = kill.from() ? setTimeout(shoot, kill.after) : setTimeout(look, LOOK);
    };
    if (kill) look();
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject);
    // Also the outputs are closed then, which every process of the group has.
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, isKilled: isKilled && status === null, stdout, stderr, took: Date.now() - began });
    });
  });
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has ended in this moment.
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Numbers in [0, 1) that look random and are the same for the same seed. */
export function seeded(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    // xorshift of 32 bits
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
