import type { Address, ServerSettings } from '../catalog.js';
import { parseAddress, type ServerOptions } from '../options/server-options.js';
import { compileTimeouts } from './compile-timeouts.js';

/** The settings of the HTTP side. */
export function compileServer(options: ServerOptions): ServerSettings {
  return {
    listen: addressOf(options.listen),
    adminListen: options.admin_listen === undefined ? undefined : addressOf(options.admin_listen),
    organization: options.organization,
    defaultModelGroup: options.default_model_group,
    ownedBy: options.owned_by,
    modelIdentity: options.model_identity,
    responseHeaders: options.response_headers,
    exposeModels: options.expose_models,
    translation: { strict: options.translation.strict, defaultMaxTokens: options.translation.default_max_tokens },
    requestLimits: compileRequestLimits(options.request_limits),
    timeouts: compileTimeouts(options.timeouts),
    keepaliveIntervalMs: options.keepalive_interval_ms,
    drainTimeoutMs: options.drain_timeout_ms,
    trustedProxies: options.trusted_proxies,
    allowPrivateImageUrls: options.allow_private_image_urls,
    forbiddenHostedTools: options.forbidden_hosted_tools,
    tolerateResponsesBodyOnChatEndpoint: options.openai_compatibility.tolerate_responses_body_on_chat_endpoint,
    defaultOutputReservation: options.default_output_reservation,
    onDisconnect: options.on_disconnect,
  };
}

function compileRequestLimits(options: ServerOptions['request_limits']): ServerSettings['requestLimits'] {
  return {
    maxBodyBytes: options.max_body_bytes,
    maxHeaderBytes: options.max_header_bytes,
    maxDepth: options.max_depth,
    bodyTimeoutMs: options.body_timeout_ms,
  };
}

function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`listen should have been checked, got "${text}"`);
  return address;
}
