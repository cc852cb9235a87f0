import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { inTime } from './in-time.js';

test('an answer that does not come is given up', async () => {
  await expect(inTime(new Promise(() => undefined), 5)).rejects.toThrow('Command timed out');
});

test('a refusal is handed on', async () => {
  await expect(inTime(Promise.reject(new Error('LATE')), 10_000)).rejects.toThrow('LATE');
});

test('an answer that came while this process was busy is not given up', async () => {
  const echoed = new Int32Array(new SharedArrayBuffer(4));
  const echo = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const tell = () => (Atomics.store(workerData, 0, 1), Atomics.notify(workerData, 0));
     const server = require('node:net').createServer((socket) => socket.on('data', (bytes) => socket.write(bytes, tell)))
       .listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true, workerData: echoed },
  );
  const [port] = (await once(echo, 'message')) as [number]; // what the worker posts
  const { connect } = await import('node:net');
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('ping');
  const answer = inTime(once(socket, 'data'), 20);
  Atomics.wait(echoed, 0, 0); // the echo comes meanwhile,
  const until = performance.now() + 30;
  while (performance.now() < until); // and so does the end of the time
  await expect(answer).resolves.toEqual([Buffer.from('ping')]);
  socket.destroy();
  await echo.terminate();
});
