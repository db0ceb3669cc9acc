import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { captureOutput, type Output } from '../../src/workers/capture-output.js';

const open = () => {
  const through: string[] = [];
  const output: Output = {
    write: (chunk) => {
      through.push(String(chunk));
      return true;
    },
  };
  return { capture: captureOutput([output]), print: (text: string) => output.write(text), output, through };
};

describe('captureOutput', () => {
  it('gives each line to the task that printed it, whatever runs at the same time', async () => {
    const { capture, print, through } = open();
    const run = async (name: string): Promise<string[]> => {
      const lines: string[] = [];
      const captured = capture((line) => lines.push(line));
      await captured.run(async () => {
        for (let i = 0; i < 3; i += 1) {
          print(`${name} `);
          await sleep(1);
          print(`${i}\n`);
        }
      });
      return lines;
    };
    const all = await Promise.all(['a', 'b', 'c'].map(run));
    expect(all).toEqual(['a', 'b', 'c'].map((name) => [`${name} 0`, `${name} 1`, `${name} 2`]));
    expect(through).toEqual([]);
  });

  it('hands on the last line without a break when the task ends', () => {
    const { capture, print } = open();
    const lines: string[] = [];
    const captured = capture((line) => lines.push(line));
    captured.run(() => print('one\ntwo'));
    expect(lines).toEqual(['one']);
    captured.end();
    captured.end();
    expect(lines).toEqual(['one', 'two']);
  });

  it('lets through what is printed outside a task', () => {
    const { print, through } = open();
    print('outside\n');
    expect(through).toEqual(['outside\n']);
  });

  it('calls back who waits for the write', async () => {
    const { capture, output } = open();
    await new Promise<void>((resolve) => {
      capture(() => undefined).run(() => output.write('x\n', 'utf8', resolve));
    });
  });
});
