import { createGiveUpTime } from './give-up-time.js';

it('knows no time before the server has told one', () => {
  expect(createGiveUpTime().atServer(1_000)).toBe(0);
});

it('believes the quickest of the latest answers, which is never ahead of the server', () => {
  const time = createGiveUpTime();
  time.learn(5_000, 1_040); // took 40 ms to come
  expect(time.atServer(2_000)).toBe(5_960);
  time.learn(5_100, 1_101); // took 1 ms
  expect(time.atServer(2_000)).toBe(5_999);
  time.learn(5_200, 1_230);
  expect(time.atServer(2_000)).toBe(5_999);
});

it('follows a clock that was set back, after a few answers', () => {
  const time = createGiveUpTime();
  time.learn(9_000, 1_000);
  for (let answer = 1; answer <= 8; answer += 1) time.learn(1_000 + answer, 1_000 + answer);
  expect(time.atServer(2_000)).toBe(2_000);
});
