import { createHmac } from 'node:crypto';
import type { Logger } from 'pino';
import { openAdminStore, openReports, type AdminStore, type Reports } from '@smart-router/usage-storage';
import { makeAssets, type AssetTexts } from './assets/assets.js';
import { builtAssets } from './assets/built-assets.js';
import { closeServer } from './close-server.js';
import type { ReportsSettings } from './config/reports-settings.js';
import { keepAdmin } from './keep-admin.js';
import { listen, type Listening } from './listen.js';
import { makeGuard } from './make-guard.js';
import type { ReportsHouse } from './reports-house.js';
import { refuseForgeries } from './security/refuse-forgeries.js';
import { makeSite, type Site } from './security/site.js';
import { problemAnswerer } from './shell/answer-problem.js';
import { createReportsApp } from './shell/create-reports-app.js';
import { addSignInRoutes } from './sign-in/add-sign-in-routes.js';
import { enterVisitor } from './sign-in/enter.js';
import { makeFormToken } from './sign-in/form-token.js';
import { makeSessionDoor } from './sign-in/session-door.js';
import { makeVisits } from './sign-in/visits.js';

/** What the reports are started with. */
export interface StartOptions {
  readonly settings: ReportsSettings;
  readonly log: Logger;
  /** The browser's part; default the one bundled into this program. */
  readonly assets?: AssetTexts;
  readonly now?: () => number;
}

/** Reports that answer. */
export interface RunningReports {
  /** Where browsers find them. */
  readonly url: string;
  /** Whether the database answers and has what the reports need, as `/readyz` tells. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

/** Time answers under way have to finish when the program stops. */
const drainMs = 5000;

/** Starts the reports. The database may be away: whoever asks is told so until it is back. */
export async function startReports(options: StartOptions): Promise<RunningReports> {
  const { settings, log } = options;
  const listening = await listen(settings.listen);
  const site = makeSite(settings.publicUrl ?? urlOf(settings, listening), listening.port);
  const databaseUrl = settings.databaseUrl.reveal();
  const store = openAdminStore(databaseUrl, { onProblem: (message) => log.warn(message) });
  // Replicas share a database, and so accept each other's cursors.
  const cursorKey = createHmac('sha256', databaseUrl).update('cursors').digest('hex');
  const reports = openReports(databaseUrl, { cursorKey });
  listening.server.on('request', makeApp(options, { store, reports, site }));
  const upkeep = keepAdmin(store, log, options.now);
  return {
    url: site.publicUrl.origin,
    isReady: () => store.isReady(),
    close: async () => {
      upkeep.stop();
      await closeServer(listening.server, drainMs);
      await Promise.all([store.close(), reports.close()]);
    },
  };
}

function urlOf({ listen: { host } }: ReportsSettings, { port }: Listening): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function makeApp(
  { settings, log, assets: texts = builtAssets(), now = Date.now }: StartOptions,
  { store, reports, site }: { readonly store: AdminStore; readonly reports: Reports; readonly site: Site },
): ReturnType<typeof createReportsApp> {
  const { sessions, localUsers, oidc, roles } = settings;
  const assets = makeAssets(texts);
  const answerProblem = problemAnswerer(assets);
  const visits = makeVisits();
  const guard = makeGuard({ visits, answerProblem, assets, note: (event) => store.note(event), now });
  const door = makeSessionDoor(store, sessions, now);
  const formToken = makeFormToken({ name: sessions.cookieName, secure: sessions.secureCookies });
  const rules = { localUsers, roles, oidc };
  const house: ReportsHouse = { ...settings, reports, assets, now };
  return createReportsApp({
    ...{ house, guard, site, assets, answerProblem, log, trustedProxies: settings.trustedProxies },
    enter: [
      enterVisitor({ store, door, visits, rules, idleMs: sessions.idleMs, answerProblem, log, now }),
      refuseForgeries({
        ...{ site, guard, answerProblem },
        expectedToken: (request) =>
          request.path === '/sign-in' ? formToken.expected(request) : guard.viewer(request)?.csrfToken,
      }),
    ],
    addSignInRoutes: (app) =>
      addSignInRoutes(app, {
        ...{ store, door, formToken, guard, site, assets, answerProblem, log, localUsers, oidc, sessions, now },
      }),
    isReady: () => store.isReady(),
  });
}
