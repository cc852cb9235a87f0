import fc from 'fast-check';
import { readDecision } from './read-decision.js';
import { target } from './target-kit.laws.js';

const candidates = [target('a/one'), target('b/two'), target('c/three')];

function ids(decision: unknown): readonly string[] | string {
  const read = readDecision(decision, candidates);
  return read.ok ? read.value.targets.map(({ id }) => id) : read.fault.message;
}

function labelOf(classLabel: unknown): string | undefined {
  const read = readDecision({ target: 0, classLabel }, candidates);
  return read.ok ? read.value.classLabel : 'refused';
}

describe('the decision of a policy', () => {
  it('names a target by its index or its id, and the others follow as configured', () => {
    expect(ids({ target: 1 })).toEqual(['b/two', 'a/one', 'c/three']);
    expect(ids({ target: 'c/three' })).toEqual(['c/three', 'a/one', 'b/two']);
    expect(ids({ target: 1, fallbacks: null })).toEqual(['b/two', 'a/one', 'c/three']);
  });

  it('names the fallbacks, or that there are none', () => {
    expect(ids({ target: 1, fallbacks: [] })).toEqual(['b/two']);
    expect(ids({ target: 1, fallbacks: ['c/three', 0] })).toEqual(['b/two', 'c/three', 'a/one']);
  });

  it('may name a target twice, and it is tried once', () => {
    expect(ids({ target: 1, fallbacks: [1, 0, 'a/one'] })).toEqual(['b/two', 'a/one']);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'it should return { target }, got undefined'],
    ['null', null, 'it should return { target }, got null'],
    ['a list', [0], 'it should return { target }, got a list'],
    ['a bare index', 0, 'it should return { target }, got 0'],
    ['no target', {}, 'target should be an index below 3 or the id of an eligible target, got undefined'],
    ['an index too high', { target: 3 }, 'got 3'],
    ['a negative index', { target: -1 }, 'got -1'],
    ['half an index', { target: 0.5 }, 'got 0.5'],
    ['an index in text', { target: '0' }, 'got a string'],
    ['who is not eligible', { target: 'd/four' }, 'got a string'],
    ['a name every object has', { target: 'constructor' }, 'got a string'],
    ['fallbacks that are no list', { target: 0, fallbacks: 1 }, 'fallbacks should be a list, got 1'],
    ['a fallback that is not eligible', { target: 0, fallbacks: [1, 'x'] }, 'fallbacks[1] should be an index below 3'],
  ])('is refused when it is %s', (_, decision, message) => {
    expect(ids(decision)).toContain(message);
  });

  it('never shows a text of the policy in what it is refused with', () => {
    expect(ids({ target: 'secret word' })).not.toContain('secret');
  });

  it('keeps a label of safe characters, and says that another was not kept', () => {
    expect(labelOf('coding.hard:v2_x-1')).toBe('coding.hard:v2_x-1');
    expect(labelOf(undefined)).toBeUndefined();
    expect(labelOf(null)).toBeUndefined();
    for (const unsafe of ['', 'two words', 'é', 'x'.repeat(65), 7, {}, 'line\n'])
      expect(labelOf(unsafe)).toBe('unsafe_class_label');
  });

  it('leads to eligible targets only, each once, whatever was returned', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (named, fallbacks) => {
        const read = readDecision({ target: named, fallbacks }, candidates);
        if (!read.ok) return;
        expect(new Set(read.value.targets).size).toBe(read.value.targets.length);
        for (const one of read.value.targets) expect(candidates).toContain(one);
      }),
    );
  });
});
