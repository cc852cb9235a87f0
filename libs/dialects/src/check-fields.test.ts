import { checkFields, checkObject, isCap, isText } from './check-fields.js';
import { jsonText } from './generated.laws.js';

const expectations = [
  { field: 'model', expected: 'a string', holds: isText },
  { field: 'cap', expected: 'a positive integer', holds: isCap },
];

test('fields that are absent, null or right pass', () => {
  const ask = { model: '', cap: null };
  expect(checkFields(ask, expectations)).toEqual({ ok: true, value: ask });
});

test('the first wrong field is named with what it should be and what it is', () => {
  expect(checkFields({ model: 'm', cap: 0 }, expectations)).toMatchObject({
    ok: false,
    fault: { type: 'invalid-request', message: 'cap should be a positive integer, got 0', details: { param: 'cap' } },
  });
});

test('a routed field that occurs twice is refused, any other one is not', () => {
  const body = (text: string): ReturnType<typeof checkObject> => checkObject(jsonText(text), new Set(['model']));
  expect(body('{"model":"a","model":"b"}')).toMatchObject({ ok: false, fault: { details: { param: 'model' } } });
  expect(body('{"user":"a","user":"b"}')).toMatchObject({ ok: true });
  expect(body('[]')).toMatchObject({ ok: false, fault: { message: 'the body should be an object, got array' } });
});
