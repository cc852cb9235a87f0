// The browser's part of the pages: bundled into the program as one script.
export {};
