import type { Modality } from '@smart-router/core';
import type { JsonText } from '../json/json-text.js';
import { imageSize, type ImageSize } from './image-size.js';
import { base64Size, readBase64 } from './read-base64.js';

/** By which formula pixels become tokens: tiles of 512 pixels, or area. */
export type ImageBilling = 'tiles' | 'area';

/** A piece of media, inline or elsewhere. */
export interface Media {
  readonly modality: Exclude<Modality, 'text'>;
  /** The string that holds its bytes. */
  readonly inline: JsonText | undefined;
  readonly imageBilling: ImageBilling;
}

/** Tokens of media whose size is not seen: it is elsewhere, or of a form not known here. */
export const unseenMediaTokens = { image: 1100, file: 3000, audio: 1500, video: 5000 } as const;

/** A JPEG tells its size behind what a camera notes. */
const imageHeadBytes = 65_536;

/** A page of a PDF or of another document is about this many bytes, and as many tokens. */
const page = { bytes: 60_000, tokens: 2000 } as const;

/** Providers read no more pages than this. */
const mostPages = 100;

/** Speech is ten tokens a second. @see https://platform.openai.com/docs/guides/realtime-costs */
const audioTokensPerSecond = 10;
const bytesPerSecond = { wave: 48_000, packed: 16_000 } as const;

/** Bytes below 9 among the first ones tell that a file is no text. */
const textHeadBytes = 64;

const bytesPerTextToken = 4;

/** What a piece of media counts: by its size as far as that can be seen. */
export function mediaTokens({ modality, inline, imageBilling }: Media): number {
  if (inline === undefined || base64Size(inline) === 0) return unseenMediaTokens[modality];
  switch (modality) {
    case 'image':
      return imageTokens(imageSize(readBase64(inline, imageHeadBytes)), imageBilling);
    case 'file':
      return fileTokens(inline);
    case 'audio': {
      const wave = readBase64(inline, 4).join() === '82,73,70,70'; // RIFF
      const seconds = base64Size(inline) / (wave ? bytesPerSecond.wave : bytesPerSecond.packed);
      return Math.ceil(seconds * audioTokensPerSecond);
    }
    case 'video':
      return unseenMediaTokens.video;
  }
}

function fileTokens(inline: JsonText): number {
  const size = base64Size(inline);
  const isText = readBase64(inline, textHeadBytes).every((byte) => byte >= 9 && byte !== 127);
  const isPdf = readBase64(inline, 4).join() === '37,80,68,70'; // %PDF
  if (isText && !isPdf) return Math.ceil(size / bytesPerTextToken);
  return Math.min(mostPages, Math.ceil(size / page.bytes)) * page.tokens;
}

/**
 * Tokens of an image once it is scaled down as providers do.
 * @see https://platform.openai.com/docs/guides/images-vision#calculating-costs
 * @see https://docs.anthropic.com/en/docs/build-with-claude/vision#calculate-image-costs
 */
export function imageTokens(size: ImageSize | undefined, billing: ImageBilling): number {
  if (size === undefined) return unseenMediaTokens.image;
  if (billing === 'area') {
    const { width, height } = scaled(size, 1568 / Math.max(size.width, size.height));
    return Math.min(1600, Math.ceil((width * height) / 750));
  }
  const inSquare = scaled(size, 2048 / Math.max(size.width, size.height));
  const { width, height } = scaled(inSquare, 768 / Math.min(inSquare.width, inSquare.height));
  return 85 + 170 * Math.ceil(width / 512) * Math.ceil(height / 512);
}

/** Scaled down, never up. */
function scaled({ width, height }: ImageSize, factor: number): ImageSize {
  return factor >= 1 ? { width, height } : { width: width * factor, height: height * factor };
}
