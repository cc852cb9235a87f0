/** Width and height of an image, in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** The size an image tells in its first bytes: PNG, JPEG, GIF or WebP; `undefined` for others and for cut ones. */
export function imageSize(bytes: Uint8Array): ImageSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.length < 30 ? undefined : sizeOf(view);
  return size === undefined || size.width === 0 || size.height === 0 ? undefined : size;
}

function sizeOf(view: DataView): ImageSize | undefined {
  switch (view.getUint32(0)) {
    case 0x89504e47: // .PNG
      return { width: view.getUint32(16), height: view.getUint32(20) };
    case 0x47494638: // GIF8
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    case 0x52494646: // RIFF
      return sizeOfWebp(view);
    default:
      return view.getUint16(0) === 0xffd8 ? sizeOfJpeg(view) : undefined;
  }
}

/** @see https://developers.google.com/speed/webp/docs/riff_container */
function sizeOfWebp(view: DataView): ImageSize | undefined {
  switch (view.getUint32(12)) {
    case 0x56503820: // VP8 and a blank: lossy
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      const packed = view.getUint32(21, true);
      return { width: (packed & 0x3fff) + 1, height: ((packed >> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: // extended: 24 bits each
      return { width: (view.getUint32(24, true) & 0xffffff) + 1, height: (view.getUint32(26, true) >>> 8) + 1 };
    default:
      return undefined;
  }
}

/** Goes from segment to segment until the one with the frame. */
function sizeOfJpeg(view: DataView): ImageSize | undefined {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
