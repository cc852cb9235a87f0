import { dialectLaws } from '../dialect.laws.js';
import { openaiChat } from './index.js';
import { chatRecordings } from './recordings.laws.js';

dialectLaws(openaiChat, {
  streams: chatRecordings,
  carriedAsk: (ask) => ({ ...ask, includeUsage: ask.stream }),
  carriedReply: (reply) => reply,
});
