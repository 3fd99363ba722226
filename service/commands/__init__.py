"""One command of `yihaoda` a module: read arguments, call one function, print."""

#: The status of a command that a person ended: 128 and the number of SIGINT, as shells have it.
INTERRUPTED = 130
