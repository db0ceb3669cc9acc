import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { captureConsole, captureOutput, type MessageConsole, type Output } from '../../src/printing/index.js';
import { printedBy } from '../../src/printing/printed-by.js';

const open = () => {
  const through: string[] = [];
  const output: Output = {
    write: (chunk) => {
      through.push(String(chunk));
      return true;
    },
  };
  captureOutput([output]);
  return { print: (text: string | Uint8Array) => output.write(text), output, through };
};

describe('captureOutput', () => {
  it('gives each line to the work that printed it, whatever runs at the same time', async () => {
    const { print, through } = open();
    const run = async (name: string): Promise<string[]> => {
      const lines: string[] = [];
      await printedBy(
        (line) => lines.push(line),
        async () => {
          for (let i = 0; i < 3; i += 1) {
            print(`${name} `);
            await sleep(1);
            print(Buffer.from(`${i}\n`));
          }
        },
      );
      return lines;
    };
    const all = await Promise.all(['a', 'b', 'c'].map(run));
    expect(all).toEqual(['a', 'b', 'c'].map((name) => [`${name} 0`, `${name} 1`, `${name} 2`]));
    expect(through).toEqual([]);
  });

  it('hands on the last line without a break when the work ends, also when it fails', async () => {
    const { print } = open();
    const lines: string[] = [];
    const work = printedBy(
      (line) => lines.push(line),
      async () => {
        print('one\ntwo');
        await sleep(1);
        throw new Error('no');
      },
    );
    expect(lines).toEqual(['one']);
    await expect(work).rejects.toThrow('no');
    expect(lines).toEqual(['one', 'two']);
  });

  it('gives what is printed inside an item to the item, and later what was begun there', async () => {
    const { print, through } = open();
    const lines: string[] = [];
    let late: Promise<void> = Promise.resolve();
    const named = (name: string) => (line: string) => lines.push(`${name}: ${line}`);
    await printedBy(named('task'), async () => {
      print('before\n');
      await printedBy(named('item'), async () => {
        print('inside\n');
        late = sleep(5).then(() => void print('late'));
      });
      print('after\n');
    });
    await late;
    expect(lines).toEqual(['task: before', 'item: inside', 'task: after', 'item: late']);
    expect(through).toEqual([]);
  });

  it('lets through what is printed outside a task, and what is done with a line', async () => {
    const { print, through } = open();
    print('outside\n');
    await printedBy(
      (line) => print(`{"message":"${line}"}\n`),
      async () => void print('inside\n'),
    );
    expect(through).toEqual(['outside\n', '{"message":"inside"}\n']);
  });

  it('calls back who waits for the write', async () => {
    const { output } = open();
    await printedBy(
      () => undefined,
      () => new Promise<void>((resolve) => void output.write('x\n', 'utf8', resolve)),
    );
  });
});

describe('captureConsole', () => {
  it('makes one message of a call inside a task, and leaves others alone', async () => {
    const through: unknown[][] = [];
    const method =
      (name: string) =>
      (...data: readonly unknown[]): void =>
        void through.push([name, ...data]);
    const own: MessageConsole = {
      debug: method('debug'),
      error: method('error'),
      info: method('info'),
      log: method('log'),
      trace: method('trace'),
      warn: method('warn'),
    };
    captureConsole(own);
    const messages: string[] = [];
    own.warn('outside', 1);
    await printedBy(
      (line) => messages.push(line),
      async () => {
        own.log('%s of\n%d', 'one', 2, { a: 1 });
        own.error(new Error('no').message);
      },
    );
    expect(messages).toEqual(['one of\n2 { a: 1 }', 'no']);
    expect(through).toEqual([['warn', 'outside', 1]]);
  });
});
