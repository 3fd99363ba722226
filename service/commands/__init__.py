"""One command of `yihaoda` a module: read arguments, call one function, print."""
