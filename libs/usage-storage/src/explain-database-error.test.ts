import { explainDatabaseError } from './explain-database-error.js';

test.each([
  [{ code: 'ECONNREFUSED', message: '' }, 'the database is unreachable: nothing listens at its address'],
  [{ code: '42P01', message: 'relation "x" does not exist' }, /run smart-router migrate$/],
  [{ code: '57014', message: 'canceling statement due to statement timeout' }, 'the database took too long to answer'],
  [
    new Error('timeout exceeded when trying to connect'),
    'the database is unreachable: timeout exceeded when trying to connect',
  ],
  [new Error('first line\nsecond line'), 'first line'],
  [{ code: 'EPIPE', message: '' }, 'EPIPE'],
  [undefined, 'undefined'],
])('%j is told in one line', (error, line) => {
  expect(explainDatabaseError(error)).toEqual(typeof line === 'string' ? line : expect.stringMatching(line));
});
