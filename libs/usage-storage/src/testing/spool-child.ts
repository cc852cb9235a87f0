import { openSpool } from '../spool/open-spool.js';
import { sampleRecord } from './sample-record.js';

/** Records as fast as it can, and says each request id as soon as its record is written: an answered request. */
const spool = openSpool({ directory: process.argv[2] ?? '', segmentBytes: 50_000 });

function recordSome(): void {
  let answered = '';
  for (let index = 0; index < 20; index += 1) {
    const record = sampleRecord();
    spool.record(record);
    answered += `${record.requestId}\n`;
  }
  process.stdout.write(answered, () => setImmediate(recordSome));
}

recordSome();
