import { describe, expect, it } from '@jest/globals';
import { closing } from '../../src/compile/ending.js';

const none: ReadonlySet<string> = new Set();

describe('closing', () => {
  it('lets state data go on as it is where nothing changed', () => {
    expect(closing({ next: 'b', live: new Set(['x']) })).toEqual({ Next: 'b', Output: '{% $states.input %}' });
  });

  it('writes every live fact as a field of its own when the state brings one of them', () => {
    const end = closing(
      { next: 'b', live: new Set(['x', 'per/day']) },
      { brings: { x: '$states.result.Payload.f.x', dead: '1' } },
    );
    expect(end.Output).toEqual({
      run: '{% $states.input.run %}',
      i: '{% $states.input.i %}',
      f: { x: '{% $states.result.Payload.f.x %}', 'per/day': '{% $states.input.f.`per/day` %}' },
    });
  });

  it('leaves out a fact that nobody reads any more', () => {
    expect(closing({ next: 'b', live: none }, { brings: { dead: '1' } }).Output).toBe('{% $states.input %}');
    expect(closing({ next: 'b', live: none }, { rewrite: true }).Output).toEqual({
      run: '{% $states.input.run %}',
      i: '{% $states.input.i %}',
    });
  });

  it('ends a machine or child with its answer', () => {
    expect(closing({ live: none, answer: { kind: 'value', expression: '1' } })).toEqual({
      End: true,
      Output: '{% 1 %}',
    });
  });

  it('ends a branch with the facts that it hands on', () => {
    expect(closing({ live: new Set(['x']), answer: { kind: 'facts' } }).Output).toEqual({
      x: '{% $states.input.f.x %}',
    });
    expect(closing({ live: none, answer: { kind: 'facts' } }).Output).toBe('{% {} %}');
  });

  it('puts a guard into whatever it gives', () => {
    const guard = (expression: string): string => `(bad ? $error('x') : ${expression})`;
    expect(closing({ next: 'b', live: none }, { guard }).Output).toBe("{% (bad ? $error('x') : $states.input) %}");
    expect(closing({ live: new Set(['x']), answer: { kind: 'facts' } }, { guard }).Output).toEqual({
      x: "{% (bad ? $error('x') : $states.input.f.x) %}",
    });
    expect(closing({ next: 'b', live: new Set(['x']) }, { guard, brings: { x: '1' } }).Output).toEqual({
      run: "{% (bad ? $error('x') : $states.input.run) %}",
      i: '{% $states.input.i %}',
      f: { x: '{% 1 %}' },
    });
  });
});
