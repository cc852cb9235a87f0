import { createSealer, unseal } from './seal.js';

async function sealed(word: string, texts: readonly string[]): Promise<Buffer> {
  const sealing = (await createSealer(word))();
  return Buffer.concat([sealing.head, ...texts.map((text) => sealing.add(text)), sealing.end()]);
}

describe('a sealed file', () => {
  test('says to the holder of its word what was put in', async () => {
    expect(await unseal(await sealed('word', ['one\n', '', 'zwölf']), 'word')).toEqual({
      ok: true,
      text: 'one\nzwölf',
    });
    expect(await unseal(await sealed('word', []), 'word')).toEqual({ ok: true, text: '' });
  });

  test('shows nothing of what was put in, and never looks the same twice', async () => {
    const sealer = await createSealer('word');
    const [first, second] = [sealer(), sealer()];
    const files = [first, second].map((each) => Buffer.concat([each.head, each.add('the same text'), each.end()]));
    expect(files[0]?.includes('same')).toBe(false);
    expect(files[0]?.equals(files[1] ?? Buffer.alloc(0))).toBe(false);
  });

  test('tells nothing to the holder of another word', async () => {
    expect(await unseal(await sealed('word', ['text']), 'other')).toEqual({
      ok: false,
      reason: 'it was written with another encryption key, cut short or changed',
    });
  });

  test('is refused when any one bit of it is changed, or any part of its end is missing', async () => {
    const file = await sealed('word', ['text']);
    const changed = [...file.keys()].map((index) =>
      Buffer.from(file.map((byte, at) => (at === index ? byte ^ 1 : byte))),
    );
    const cut = [...file.keys()].map((length) => file.subarray(0, length));
    // One stretching of the word for each: enough of them to meet every part of the file.
    for (const broken of [...changed, ...cut].filter((_, index) => index % 3 === 0))
      expect(await unseal(broken, 'word')).toMatchObject({ ok: false });
  });

  test.each([
    ['', 'it is not a key snapshot'],
    ['{"keys":[]}', 'it is not a key snapshot'],
    ['SRKEYS02 of a later day, and long enough for all that', 'its version should be 01, and is not'],
    ['SRKEYS01 short', 'it is cut short'],
  ])('is not %j', async (text, reason) => {
    expect(await unseal(Buffer.from(text), 'word')).toEqual({ ok: false, reason });
  });
});
