package vcg.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * What follows when the program gets a signal. Java has no supported way to take one; what it has
 * is asked for by name, as the compiler warns of every use of it.
 */
final class Signals {
  private Signals() {}

  /**
   * A signal no longer ends the program but does this; a thread of its own calls it.
   *
   * @param name such as {@code HUP}
   */
  static void on(String name, Runnable work) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  work.run();
                  return null;
                }
                return method.invoke(work, arguments); // those of every object
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      String why =
          e instanceof InvocationTargetException wrapped
              ? String.valueOf(wrapped.getCause())
              : e.toString();
      throw new IllegalStateException("cannot take SIG" + name + ": " + why, e);
    }
  }
}
