declare const __SMART_ROUTER_VERSION__: string | undefined;

/** The version of this build, set by the bundler; `dev` when run from source. */
export const version: string = typeof __SMART_ROUTER_VERSION__ === 'string' ? __SMART_ROUTER_VERSION__ : 'dev';
