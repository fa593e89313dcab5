package vcg.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vcg.linux.ControlSocket.Answer;
import vcg.linux.ControlSocket.Caller;
import vcg.linux.ControlSocket.Service;
import vcg.linux.Json;
import vcg.model.GuestId;
import vcg.report.PlanJson;
import vcg.report.Printable;
import vcg.run.Control;
import vcg.run.DaemonStatus;

/**
 * The protocol of the control socket: one JSON object on a line each way, {@code
 * {"formatVersion":1,"request":"approve","guest":"web1"}}, described in docs/service.md.
 */
final class ControlRequests implements Service {
  static final int FORMAT = 1;

  private static final Logger LOG = LoggerFactory.getLogger(ControlRequests.class);
  private static final int LONGEST_WORD = 64;

  private final Control control;

  ControlRequests(Control control) {
    this.control = control;
  }

  /** The request is none that the daemon carries out; the message says why. */
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;
    private final String code;

    private Unfit(String code, String message) {
      super(message);
      this.code = code;
    }
  }

  @Override
  public void answer(String line, Caller caller, Answer answer) throws InterruptedException {
    try {
      Map<String, Object> request = Json.object(line);
      if (!Integer.valueOf(FORMAT).equals(request.get("formatVersion"))) {
        throw new Unfit("invalid", "formatVersion must be " + FORMAT);
      }
      Optional<String> guest = Optional.empty();
      if (request.containsKey("guest")) {
        guest = Optional.of(word(request, "guest"));
      }
      carryOut(word(request, "request"), guest, caller, answer);
    } catch (IllegalArgumentException e) {
      answer.send(failed("invalid", "not a request: " + first(String.valueOf(e.getMessage()))));
    } catch (Unfit e) {
      answer.send(failed(e.code, String.valueOf(e.getMessage())));
    } catch (Control.Refused e) {
      answer.send(failed("refused", String.valueOf(e.getMessage())));
    }
  }

  private void carryOut(String what, Optional<String> guest, Caller caller, Answer answer)
      throws Unfit, Control.Refused, InterruptedException {
    boolean looks = what.equals("status") || what.equals("watch") || what.equals("plan");
    if (!looks && !caller.mayChange()) {
      throw new Unfit("denied", "user " + caller.uid() + " may only look");
    }
    switch (what) {
      case "status" -> answer.send(status(control.status()));
      case "watch" -> watch(answer);
      case "plan" -> answer.send(done(Map.of("plan", Json.object(PlanJson.of(control.plan())))));
      case "approve" -> {
        List<GuestId> guests = control.approve(guest);
        note(what, guest.orElse("all"), caller);
        answer.send(done(Map.of("guests", guests.stream().map(GuestId::name).toList())));
      }
      case "pause" -> {
        control.pause();
        note(what, "", caller);
        answer.send(done(Map.of()));
      }
      case "resume" -> {
        control.resume();
        note(what, "", caller);
        answer.send(done(Map.of()));
      }
      case "reload" -> {
        control.reload();
        note(what, "", caller);
        answer.send(done(Map.of()));
      }
      case "restart" -> {
        String name = guest.orElseThrow(() -> new Unfit("invalid", "restart needs a guest"));
        note(what, name, caller);
        answer.send(done(Map.of("guests", List.of(control.restart(name).name()))));
      }
      default -> throw new Unfit("invalid", "there is no request \"" + first(what) + "\"");
    }
  }

  /** One line for each change, until the client goes; what it is too slow for is left out. */
  private void watch(Answer answer) throws InterruptedException {
    BlockingQueue<DaemonStatus> latest = new ArrayBlockingQueue<>(1);
    try (AutoCloseable _ =
        control.onChange(status -> {
          latest.poll();
          latest.offer(status);
        })) {
      answer.send(status(control.status()));
      while (true) {
        DaemonStatus next = latest.take();
        if (!answer.send(status(next))) {
          latest.offer(next); // unless a later one has come
          Thread.sleep(SLOW_CLIENT_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static final long SLOW_CLIENT_MILLIS = 100;

  private static void note(String what, String guest, Caller caller) {
    LOG.info(
        "{}{} by user {} (process {})",
        what,
        guest.isEmpty() ? "" : " " + first(guest),
        caller.uid(),
        caller.pid());
  }

  private static String word(Map<String, Object> request, String name) throws Unfit {
    if (request.get(name) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw new Unfit("invalid", "\"" + name + "\" must be a word");
  }

  /** Of a text that a client sent, as much as fits into a message. */
  private static String first(String text) {
    return Printable.line(
        text.length() > LONGEST_WORD ? text.substring(0, LONGEST_WORD) + "..." : text);
  }

  private static String status(DaemonStatus status) {
    return done(Map.of("status", StatusObject.of(status)));
  }

  private static String done(Map<String, Object> members) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("formatVersion", FORMAT);
    object.put("ok", true);
    object.putAll(members);
    return Json.write(object);
  }

  private static String failed(String code, String why) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("formatVersion", FORMAT);
    object.put("ok", false);
    object.put("code", code);
    object.put("error", why);
    return Json.write(object);
  }

  @Override
  public String refusal(String why) {
    return failed("denied", why);
  }
}
