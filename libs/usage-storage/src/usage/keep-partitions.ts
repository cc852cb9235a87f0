import { openDatabase } from '../open-database.js';
import { ensurePartitions } from '../partitions.js';
import { reasonOf } from '../reason-of.js';
import { tellOutage, type OutageTeller } from '../tell-outage.js';

const dayMs = 24 * 60 * 60 * 1000;

/** After a failure the months ahead leave plenty of time, and the default partition catches the rest. */
const retryMs = 60 * 1000;

const outageWords = {
  lost: 'no partitions of the usage tables are made for now',
  back: 'partitions of the usage tables are made again',
};

/** A daily duty that can be ended. */
export interface Upkeep {
  stop(): void;
}

/** Makes the partitions of the coming months, now and once a day. */
export function keepPartitions(databaseUrl: string, onProblem: (message: string) => void): Upkeep {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const outage = tellOutage(outageWords, onProblem);
  const run = async (): Promise<void> => {
    const isDone = await makePartitions(databaseUrl, outage);
    if (!isStopped) timer = setTimeout(() => void run(), isDone ? dayMs : retryMs).unref();
  };
  void run(); // it reports its failures itself
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

async function makePartitions(databaseUrl: string, outage: OutageTeller): Promise<boolean> {
  const database = openDatabase(databaseUrl, { maxConnections: 1, queryTimeoutMs: 30_000 });
  try {
    await ensurePartitions(database, Date.now());
    outage.over();
    return true;
  } catch (error) {
    outage.failed(reasonOf(error));
    return false;
  } finally {
    await database.destroy();
  }
}
