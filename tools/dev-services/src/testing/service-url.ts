import { get } from 'node:http';
import { readEnvironment } from '../env.js';
import { openTestServices, type ServiceName, type TestServices } from './test-services.js';

/** Where the service is: asked at the run's desk, or started by this process when there is no run around it. */
export async function serviceUrl(name: ServiceName): Promise<string> {
  const desk = readEnvironment().servicesUrl;
  return desk === undefined ? ownServices().urlOf(name) : ask(`${desk}/${name}`);
}

const own: { services?: TestServices } = {};

/** One set per process; the guardians end it with us. */
function ownServices(): TestServices {
  own.services ??= openTestServices();
  return own.services;
}

function ask(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(text || `the service desk answered ${response.statusCode}`));
      });
    }).once('error', reject);
  });
}
