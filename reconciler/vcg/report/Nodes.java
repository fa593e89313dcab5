package vcg.report;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Collections as JSON and back, in their own order; what is absent has no field. */
final class Nodes {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Nodes() {}

  static ObjectNode object() {
    return JSON.objectNode();
  }

  /** The texts of all elements. */
  static ArrayNode texts(Collection<?> all) {
    ArrayNode array = JSON.arrayNode();
    all.forEach(element -> array.add(element.toString()));
    return array;
  }

  /** A field for each key, named by its text. */
  static <V> ObjectNode object(SortedMap<?, V> map, Function<V, ? extends JsonNode> value) {
    ObjectNode node = object();
    map.forEach((key, v) -> node.set(key.toString(), value.apply(v)));
    return node;
  }

  static JsonNode text(String text) {
    return JSON.stringNode(text);
  }

  static Optional<JsonNode> optional(JsonNode node, String field) {
    return node.has(field) ? Optional.of(node.get(field)) : Optional.empty();
  }

  static Optional<String> optionalText(JsonNode node, String field) {
    return optional(node, field).map(JsonNode::asString);
  }

  static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  static <T extends Comparable<T>> SortedSet<T> set(JsonNode array, Function<JsonNode, T> element) {
    return array.valueStream().map(element).collect(Collectors.toCollection(TreeSet::new));
  }

  static <K extends Comparable<K>, V> SortedMap<K, V> map(
      JsonNode object, Function<String, K> key, Function<JsonNode, V> value) {
    SortedMap<K, V> map = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      map.put(key.apply(entry.getKey()), value.apply(entry.getValue()));
    }
    return map;
  }

  /** What a name stands for. */
  static <T> T known(Optional<T> meaning, String name) {
    return meaning.orElseThrow(() ->
        new IllegalArgumentException("it has \"" + name + "\", which this vcg does not know"));
  }
}
