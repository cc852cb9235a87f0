import type { Modality } from '@smart-router/core';
import { tokensOf } from '../estimate.js';
import type { JsonText } from '../json/json-text.js';
import { unitsPerToken } from './machine.js';
import { mediaTokens, type ImageBilling } from './media-tokens.js';
import { weighText } from './weigh-text.js';
import { weighTurns } from './weigh-turns.js';

/** Where the conversation of a body is, and what else of it weighs. */
export interface AskLayout {
  readonly body: JsonText;
  /** The members that hold it: text, or turns with text in them. */
  readonly conversation: readonly string[];
  readonly turnCount: number;
  readonly media: readonly { readonly modality: Exclude<Modality, 'text'>; readonly inline: JsonText | undefined }[];
  readonly imageBilling: ImageBilling;
}

/**
 * What a turn costs besides its text. The first one's frame is left out: a count of one text is that of the text.
 * @see https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken
 */
const tokensPerTurn = 3;

/** Members that set something and are not read by the model; of all others numbers and marks weigh nothing either. */
const settings: ReadonlySet<string> = new Set(
  (
    'model stream stream_options metadata user safety_identifier prompt_cache_key service_tier stop stop_sequences include ' +
    'thinking reasoning tool_choice function_call cache_control container context_management previous_response_id ' +
    'conversation truncation modalities audio reasoning_effort verbosity logit_bias betas speed inference_geo'
  ).split(' '),
);

/** The input tokens of an ask, estimated: the texts of its conversation, other members as JSON, and media by size. */
export function estimateAsk(layout: AskLayout): number {
  const { body, media } = layout;
  const inline = new Set(media.flatMap((place) => place.inline?.start ?? []));
  let units = Math.max(0, layout.turnCount - 1) * tokensPerTurn * unitsPerToken;
  for (const [name, { bytes, start, end }] of body.entries()) {
    if (layout.conversation.includes(name)) units += weighTurns({ bytes, start, end, media: inline });
    else if (!settings.has(name) && isStructured(bytes[start])) units += weighText(bytes, start, end);
  }
  const ofMedia = media.map((place) => mediaTokens({ ...place, imageBilling: layout.imageBilling }));
  return ofMedia.reduce((sum, tokens) => sum + tokens, tokensOf(units));
}

/** Whether a value is a string, an array or an object. */
function isStructured(first: number | undefined): boolean {
  return first === 0x22 || first === 0x5b || first === 0x7b;
}
