import { weightOf } from './weight-of.js';

it('gives a project the weight that is said of it, and 1 to all others, however they are called', () => {
  const projects = ['web', 'batch', 'constructor', 'toString', 'valueOf'];
  expect(projects.map((project) => weightOf({ web: 4 }, project))).toEqual([4, 1, 1, 1, 1]);
  expect(weightOf(undefined, 'web')).toBe(1);
});
