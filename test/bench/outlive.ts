/** Preloaded into the sample bot: it goes on after an error that would have ended it, and says so on stderr. */
process.on("uncaughtException", () => {
  process.stderr.write("would have ended here\n");
});
