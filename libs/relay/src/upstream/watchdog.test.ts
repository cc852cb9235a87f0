import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startWatchdog } from './watchdog.js';

/** Keeps the process busy, so that timers and sockets both are late. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('a watchdog', () => {
  it('reads what came while the process was busy before it says that nothing came', async () => {
    const server = createServer((_request, response) => {
      response.write('first');
      setTimeout(() => response.end('second'), 30);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens on a port
    const story: string[] = [];
    await new Promise<void>((resolve) => {
      const watchdog = startWatchdog(
        () => performance.now(),
        () => story.push('expired'),
      );
      request({ port, host: '127.0.0.1' }, (response) => {
        response.on('data', (bytes: Buffer) => {
          story.push(bytes.toString());
          watchdog.expectBy(performance.now() + 100);
          // The second half is sent in time, and both it and the deadline pass while nobody looks.
          if (story.length === 1) setTimeout(block, 60, 200);
        });
        response.on('end', () => {
          watchdog.stop();
          resolve();
        });
      }).end();
    });
    server.close();
    expect(story).toEqual(['first', 'second']);
  });

  it('says once that nothing came', async () => {
    let times = 0;
    await new Promise<void>((resolve) => {
      const watchdog = startWatchdog(
        () => performance.now(),
        () => {
          times += 1;
          resolve();
        },
      );
      watchdog.expectBy(performance.now() + 20);
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(times).toBe(1);
  });

  it('says nothing once it was stopped', async () => {
    let times = 0;
    const watchdog = startWatchdog(
      () => performance.now(),
      () => (times += 1),
    );
    watchdog.expectBy(performance.now() + 20);
    block(40);
    watchdog.stop();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(times).toBe(0);
  });
});
