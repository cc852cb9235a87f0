// A policy service for smart-router: simple requests go to the cheapest target that has worked lately, others to the best
// one that has. It learns what works from feedback. Plain Node, nothing to install: node policy-service.mjs
import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const token = process.env.POLICY_TOKEN ?? '';
const port = Number(process.env.PORT ?? 9400);

/** Requests that look simpler than this are for the cheapest target; see `request.complexity`. */
const simple = 0.3;

/** How much one piece of feedback counts against all before it. */
const learning = 0.2;

/** Target id → share of its requests that went well, lately. */
const worked = new Map();

/** Answers a question with a decision: the index of a target, and those behind it. */
function decide({ request, targets, warmTarget }) {
  const healthy = targets.filter(({ id }) => (worked.get(id) ?? 1) > 0.5);
  const able = healthy.length > 0 ? healthy : targets;
  const isSimple = request.complexity < simple;
  const order = able.toSorted(isSimple ? byPrice : byQuality);
  // A conversation stays where its prompt is cached, unless another target is much better for it.
  const warm = order.find(({ id }) => id === warmTarget);
  const chosen = warm ?? order[0];
  const rest = [...order, ...targets].filter((target) => target !== chosen).map(({ index }) => index);
  return { target: chosen.index, fallbacks: [...new Set(rest)], classLabel: isSimple ? 'simple' : 'demanding' };
}

const byPrice = (one, other) => priceOf(one) - priceOf(other);
const byQuality = (one, other) => qualityOf(other) - qualityOf(one) || byPrice(one, other);
const priceOf = ({ inputPricePerMillionUsd = Infinity, outputPricePerMillionUsd = 0 }) =>
  inputPricePerMillionUsd + outputPricePerMillionUsd;
const qualityOf = ({ validation }) => validation?.qualityScore ?? 0;

/** Learns how a request ended. Refused and abandoned requests say nothing of a target. */
function learn({ target, status }) {
  if (target === undefined || status === 499) return;
  const before = worked.get(target) ?? 1;
  worked.set(target, before + learning * ((status < 400 ? 1 : 0) - before));
}

/** What is answered at a path, by POST. */
const answers = {
  '/route': (question) => decide(question),
  '/feedback': (feedback) => {
    learn(feedback);
    console.log(
      `${feedback.requestId} ${feedback.status} ${feedback.target ?? '-'} ${feedback.policy.classLabel ?? '-'}`,
    );
    return {};
  },
};

const server = createServer(async (request, response) => {
  const answer = Object.hasOwn(answers, request.url) ? answers[request.url] : undefined;
  if (request.method !== 'POST' || answer === undefined) return response.writeHead(404).end();
  if (!isKnown(request.headers.authorization ?? '')) return response.writeHead(401).end();
  try {
    const text = Buffer.concat(await request.toArray()).toString('utf8');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer(JSON.parse(text))));
  } catch (error) {
    console.error(error);
    response.writeHead(400).end();
  }
});

function isKnown(authorization) {
  const [given, wanted] = [authorization, `Bearer ${token}`].map((text) => Buffer.from(text));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
