package vcg.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The members of an object in a state file; one that is missing or wrong names the file. */
record Fields(StateFile file, Map<String, Object> members) {
  String text(String name) throws IOException {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  Optional<String> optionalText(String name) throws IOException {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw missing(name);
  }

  long number(String name) throws IOException {
    if (members.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw missing(name);
  }

  boolean flag(String name) throws IOException {
    if (members.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw missing(name);
  }

  Optional<Fields> object(String name) throws IOException {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw missing(name);
    }
    return Optional.of(new Fields(file, members(map)));
  }

  /** The objects in a list; none where an older version of vcg wrote no such list. */
  List<Fields> objects(String name) throws IOException {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw missing(name);
    }
    List<Fields> objects = new ArrayList<>();
    for (Object element : list) {
      if (!(element instanceof Map<?, ?> map)) {
        throw missing(name);
      }
      objects.add(new Fields(file, members(map)));
    }
    return objects;
  }

  private static Map<String, Object> members(Map<?, ?> map) {
    Map<String, Object> members = new LinkedHashMap<>();
    map.forEach((key, member) -> members.put(String.valueOf(key), member));
    return members;
  }

  List<String> texts(String name) throws IOException {
    if (members.get(name) instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    throw missing(name);
  }

  /** A text that is read by a constructor which refuses what is wrong. */
  <T> T parsed(String name, Function<String, T> parser) throws IOException {
    String text = text(name);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException _) { // the message says which file and which member
      throw missing(name);
    }
  }

  IOException missing(String name) {
    return file.unreadable("it has no proper \"" + name + "\"");
  }
}
